package io.github.imagefeatures.listing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** One pass over the headers of a tar. */
final class TarScan {

  private static final int RECORD = 512;

  /** A folder with the names in it, which GNU's tar writes with --listed-incremental. */
  private static final byte GNU_DUMPDIR = 'D';

  /** What the library makes of bytes that are no UTF-8. */
  private static final char INSTEAD_OF_BYTES = '?';

  /** What one file's headers and its class may have together. */
  private static final int MOST_HEADER_BYTES = 2 << 20;

  private final String tar;
  private final long modificationTime;
  private final TarInput input;
  private final NameRules names;
  private final WebDatasetLabels labels = new WebDatasetLabels();
  private final Map<String, TarContents.Member> images = new LinkedHashMap<>();
  private long hidden;
  private final SuffixCounts unmatched = new SuffixCounts();
  private long unopenable;

  /** All before this is sound and has been taken. */
  private long soundTo;

  /** How a sequence of members ends. */
  private enum End {
    MARK,
    DAMAGE,
    FOLDER_WITH_CONTENT,
    WITHIN_AN_IMAGE
  }

  TarScan(String tar, long modificationTime, TarInput input, NameRules names) {
    this.tar = tar;
    this.modificationTime = modificationTime;
    this.input = input;
    this.names = names;
  }

  TarContents contents() {
    End end = End.MARK;
    // Tars that were put together with cat go on after the mark at the end of the first one.
    while ((end == End.MARK || end == End.FOLDER_WITH_CONTENT) && passZeros()) {
      long from = soundTo;
      end = readMembers();
      if (end == End.MARK && soundTo == from) {
        // Neither a member nor a mark, such as a long name after which the tar is cut off.
        end = End.DAMAGE;
      }
    }
    return new TarContents(
        tar,
        modificationTime,
        input.length(),
        labelled(),
        hidden,
        unmatched,
        unopenable,
        end == End.DAMAGE ? Math.min(soundTo, input.length()) : TarContents.WHOLE);
  }

  /** Whether anything but zeros follows; if so, that is where reading continues. */
  private boolean passZeros() {
    byte[] part = new byte[RECORD];
    while (soundTo < input.length()) {
      input.seek(soundTo);
      input.allow(RECORD);
      try {
        int read = input.readNBytes(part, 0, RECORD);
        for (int i = 0; i < read; i++) {
          if (part[i] != 0) {
            return true;
          }
        }
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
      soundTo += RECORD;
    }
    return false;
  }

  private End readMembers() {
    input.seek(soundTo);
    // Closing it would close the input, which is read further.
    @SuppressWarnings("resource")
    TarArchiveInputStream archive = new TarArchiveInputStream(input, StandardCharsets.UTF_8.name());
    try {
      while (true) {
        input.allow(MOST_HEADER_BYTES);
        TarArchiveEntry entry = archive.getNextEntry();
        if (entry == null) {
          return soundTo + RECORD <= input.length() ? End.MARK : End.DAMAGE;
        }
        if (!entry.isCheckSumOK()) {
          return End.DAMAGE;
        }
        long offset = input.position();
        boolean isDump = entry.getLinkFlag() == GNU_DUMPDIR;
        long size = entry.isDirectory() && !isDump ? 0 : entry.getSize();
        boolean isImage = take(entry, offset, archive);
        if (size > input.length() - offset) {
          return isImage ? End.WITHIN_AN_IMAGE : End.DAMAGE;
        }
        soundTo = roundedUp(offset + size);
        if (isDump && size > 0) {
          // To the library it is a folder like any other, without content.
          return soundTo < input.length() ? End.FOLDER_WITH_CONTENT : End.DAMAGE;
        }
      }
    } catch (UncheckedIOException failureOfTheStore) {
      throw failureOfTheStore;
    } catch (IOException | RuntimeException malformed) {
      return End.DAMAGE;
    }
  }

  /** Whether it is an image. */
  private boolean take(TarArchiveEntry entry, long offset, TarArchiveInputStream archive)
      throws IOException {
    if (entry.isDirectory() || entry.getLinkFlag() == GNU_DUMPDIR) {
      return false;
    }
    String name = normalised(nameOf(entry, offset));
    if (NameRules.isHidden(name)) {
      hidden++;
      return false;
    }
    if (!isRegularFile(entry) || name.isEmpty()) {
      unopenable++;
      return false;
    }
    labels.offer(name, entry.getSize(), archive);
    if (!names.isImage(name)) {
      unmatched.add(name);
      return false;
    }
    TarContents.Member image = new TarContents.Member(name, null, offset, entry.getSize());
    if (images.put(name, image) != null) {
      unopenable++;
    }
    return true;
  }

  /** The member's name; where it may be no UTF-8, read again byte by byte. */
  private String nameOf(TarArchiveEntry entry, long offset) throws IOException {
    String name = entry.getName();
    if (name.indexOf(INSTEAD_OF_BYTES) < 0) {
      return name;
    }
    input.seek(soundTo);
    input.allow(MOST_HEADER_BYTES);
    // Closing it would close the input, which is read further.
    @SuppressWarnings("resource")
    TarArchiveInputStream again =
        new TarArchiveInputStream(input, StandardCharsets.ISO_8859_1.name());
    String bytes = again.getNextEntry().getName();
    input.seek(offset);
    // A pax header is UTF-8 whatever is asked for.
    return bytes.equals(name) ? name : ByteNames.text(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean isRegularFile(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    return (kind == TarConstants.LF_NORMAL
            || kind == TarConstants.LF_OLDNORM
            || kind == TarConstants.LF_CONTIG)
        && !entry.isSparse();
  }

  /** Without empty and {@code .} parts; {@code ..} stays, and hides the file. */
  private static String normalised(String name) {
    if (!name.startsWith("/")
        && !name.startsWith("./")
        && !name.contains("//")
        && !name.contains("/./")) {
      return name;
    }
    StringBuilder parts = new StringBuilder(name.length());
    for (String part : name.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.append(parts.length() == 0 ? "" : "/").append(part);
      }
    }
    return parts.toString();
  }

  private List<TarContents.Member> labelled() {
    List<TarContents.Member> labelled = new ArrayList<>(images.size());
    for (TarContents.Member image : images.values()) {
      String label =
          image.name().contains("/") ? NameRules.folderOf(image.name()) : labels.of(image.name());
      labelled.add(new TarContents.Member(image.name(), label, image.offset(), image.length()));
    }
    labelled.sort(Comparator.comparingLong(TarContents.Member::offset));
    return labelled;
  }

  private static long roundedUp(long bytes) {
    return (bytes + RECORD - 1) / RECORD * RECORD;
  }
}
