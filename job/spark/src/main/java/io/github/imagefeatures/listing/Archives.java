package io.github.imagefeatures.listing;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Archives by how they begin, whatever they are called; plain tars are not among them. */
final class Archives {
  private static final int LONGEST_START = 6;

  private static final Map<String, String> BY_START =
      Map.of(
          "504b0304", "a zip archive",
          "504b0506", "an empty zip archive",
          "377abcaf271c", "a 7z archive",
          "526172211a07", "a RAR archive",
          "1f8b", "compressed (gzip)",
          "425a68", "compressed (bzip2)",
          "fd377a585a00", "compressed (xz)",
          "28b52ffd", "compressed (zstd)");

  private Archives() {}

  /** What kind of archive a file is, in words; empty for all else. */
  static Optional<String> kindOf(FileSystem store, FileStatus file) throws IOException {
    byte[] start = new byte[(int) Math.min(LONGEST_START, file.getLen())];
    try (FSDataInputStream in = ImageStore.openInParts(store, file)) {
      in.readFully(0, start);
    }
    String digits = HexFormat.of().formatHex(start);
    return BY_START.keySet().stream().filter(digits::startsWith).map(BY_START::get).findFirst();
  }
}
