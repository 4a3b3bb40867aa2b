package io.github.imagefeatures.job.pack;

import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.AtomicFile;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.listing.ListedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a tar, and beside it a record that it is whole. The bytes follow from the images and their
 * times alone: whoever packs them writes the same tar.
 */
final class TarWriter {
  private static final int BUFFER = 1 << 18;
  private static final int SECOND = 1000;

  private final PackFolder folder;
  private final Configuration hadoop;
  private final Runnable packed;

  /**
   * @param packed is told of each image
   */
  TarWriter(PackFolder folder, Configuration hadoop, Runnable packed) {
    this.folder = folder;
    this.hadoop = hadoop;
    this.packed = packed;
  }

  /**
   * Writes a tar.
   *
   * @return what is written
   * @throws UnreadableImagesException when images cannot be read; the tar is then not written
   * @throws OutputException when it cannot be written
   */
  PackedTar write(PlannedTar tar) throws UnreadableImagesException {
    Path file = folder.tar(tar.name());
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    try {
      FileSystem store = folder.store();
      AtomicFile files = new AtomicFile(store, UUID.randomUUID().toString());
      files.write(file, out -> writeMembers(tar, new DigestOutputStream(out, sha256)));
      PackedTar written =
          new PackedTar(
              tar.name(),
              tar.member(tar.images().get(0)),
              tar.images().size(),
              tar.imageBytes(),
              store.getFileStatus(file).getLen(),
              HexFormat.of().formatHex(sha256.digest()),
              tar.digest());
      files.write(folder.record(tar.name()), out -> Json.MAPPER.writeValue(out, written));
      return written;
    } catch (UnreadableImagesException unreadable) {
      throw unreadable;
    } catch (IOException failure) {
      throw RunFolder.cannot("write", file, failure);
    }
  }

  private void writeMembers(PlannedTar tar, OutputStream out) throws IOException {
    List<String> unreadable = new ArrayList<>();
    BufferedOutputStream buffered = new BufferedOutputStream(out, BUFFER);
    // It is closed by who opened what is below it: closing would end a tar that is to be given up.
    @SuppressWarnings("resource")
    TarArchiveOutputStream archive = archive(buffered);
    try (SourceImages images = new SourceImages(tar.images(), hadoop)) {
      for (ListedImage image : tar.images()) {
        try {
          // Of a tar that is given up the other images are only looked at, so that all are named.
          if (unreadable.isEmpty()) {
            archive.putArchiveEntry(entry(tar.member(image), image));
            images.copy(image, archive);
            archive.closeArchiveEntry();
            packed.run();
          } else {
            images.copy(image, OutputStream.nullOutputStream());
          }
        } catch (SourceImages.UnreadableException e) {
          unreadable.add("'%s' (%s)".formatted(tar.member(image), e.getMessage()));
        }
      }
    }
    if (!unreadable.isEmpty()) {
      throw new UnreadableImagesException(unreadable);
    }
    archive.finish();
    buffered.flush();
  }

  private static TarArchiveOutputStream archive(OutputStream out) {
    TarArchiveOutputStream archive = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    archive.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    archive.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    archive.setAddPaxHeadersForNonAsciiNames(true);
    return archive;
  }

  /** Of no user, and with the time in whole seconds: parts of them take a header of their own. */
  private static TarArchiveEntry entry(String member, ListedImage image) {
    TarArchiveEntry entry = new TarArchiveEntry(member, true);
    entry.setSize(image.length());
    entry.setModTime(Math.floorDiv(image.modificationTime(), SECOND) * SECOND);
    entry.setIds(0, 0);
    entry.setNames("", "");
    return entry;
  }
}
