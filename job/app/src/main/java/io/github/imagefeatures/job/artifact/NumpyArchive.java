package io.github.imagefeatures.job.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A file of named arrays that {@code numpy.load} reads: a ZIP archive, not compressed, of one file
 * an array in the NPY format ({@link NpyHeader}).
 */
final class NumpyArchive {
  /**
   * The same arrays make the same file whenever and wherever it is written. On the first day that
   * ZIP knows the JDK would add the time of this machine's zone.
   */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 2, 0, 0);

  private NumpyArchive() {}

  /**
   * Numbers of 64 bits.
   *
   * @param values the last index varies fastest
   * @param shape how many along each index
   */
  record Array(double[] values, int... shape) {}

  /** Writes the arrays in their order; the stream stays open. */
  static void write(OutputStream out, Map<String, Array> arrays) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    for (Map.Entry<String, Array> array : arrays.entrySet()) {
      byte[] content = content(array.getValue());
      CRC32 checksum = new CRC32();
      checksum.update(content);
      ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
      entry.setTimeLocal(NO_TIME);
      entry.setSize(content.length);
      entry.setCrc(checksum.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static byte[] content(Array array) {
    byte[] header = NpyHeader.of(Double.BYTES, array.shape());
    ByteBuffer content =
        ByteBuffer.allocate(header.length + array.values().length * Double.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    content.asDoubleBuffer().put(array.values());
    return content.array();
  }
}
