package io.github.imagefeatures.listing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Puts a tar together for a test. */
public final class TarFile {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  /** A tar whose long names stand in pax headers. */
  public TarFile() {
    this(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** A tar whose names are written in another character set, as old programs do. */
  public static TarFile in(String charset) {
    return new TarFile(TarArchiveOutputStream.LONGFILE_GNU, charset);
  }

  TarFile(int longNames) {
    this(longNames, StandardCharsets.UTF_8.name());
  }

  private TarFile(int longNames, String charset) {
    tar = new TarArchiveOutputStream(bytes, 512, charset);
    tar.setLongFileMode(longNames);
    tar.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /** Adds a file. */
  public TarFile with(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return with(entry, content);
  }

  public TarFile with(String name, String content) {
    return with(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds what is not a regular file. */
  TarFile withKind(String name, byte kind) {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
    if (kind == TarConstants.LF_SYMLINK || kind == TarConstants.LF_LINK) {
      entry.setLinkName("1.jpg");
    }
    return with(entry, new byte[0]);
  }

  /** Adds a file with a pax header. */
  TarFile withPax(String name, String header, String value, String content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.addPaxHeader(header, value);
    entry.setSize(content.length());
    return with(entry, content.getBytes(StandardCharsets.UTF_8));
  }

  private TarFile with(TarArchiveEntry entry, byte[] content) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tar with the mark at its end. */
  public byte[] bytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes so far: where the next header begins. */
  int size() {
    return bytes.size();
  }

  /** Writes the tar to a file. */
  public Path writeTo(Path file) {
    return write(file, bytes());
  }

  static Path write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
