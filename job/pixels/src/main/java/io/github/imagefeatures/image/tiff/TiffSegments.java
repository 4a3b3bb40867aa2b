package io.github.imagefeatures.image.tiff;

import com.github.luben.zstd.ZstdInputStream;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.jpeg.JpegDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;
import org.tukaani.xz.XZInputStream;

/** Decompresses the strips or tiles of a TIFF file. */
final class TiffSegments {
  /** What the largest preset of xz takes. */
  private static final int LZMA_MEMORY_KIB = 65 << 10;

  private final byte[] file;
  private final int fileLength;
  private final TiffHeader header;
  private final JpegDecoder jpeg;
  private final long[] offsets;
  private final long[] byteCounts;

  /**
   * @param file the file
   * @param fileLength bytes of the file
   * @param header what it says
   * @param jpeg decodes those that are JPEG files
   */
  TiffSegments(byte[] file, int fileLength, TiffHeader header, JpegDecoder jpeg) {
    this.file = file;
    this.fileLength = fileLength;
    this.header = header;
    this.jpeg = jpeg;
    offsets = header.offsets();
    byteCounts = header.byteCounts();
  }

  /**
   * Decompresses one strip or tile.
   *
   * @param index which one
   * @param rows how many it has
   * @param target gets its rows, each in bytes of its own
   * @throws RejectedImageException {@code corrupt} if it holds fewer, or is damaged
   * @throws IOException if it is damaged
   */
  void decode(int index, int rows, byte[] target) throws RejectedImageException, IOException {
    int rowBytes = (int) ((header.segmentRowBits() + 7) / 8);
    int size = rows * rowBytes;
    int from = offset(index);
    int length = header.compression() == TiffCompression.NONE ? size : compressedLength(index);
    if (from > fileLength - length) {
      throw RejectedImageException.corrupt("The TIFF file ends before its image data.");
    }
    byte[] source = header.isBitReversed() ? reversed(from, length) : file;
    decompress(source, header.isBitReversed() ? 0 : from, length, rows, target, size);
    for (int y = 0; y < rows; y++) {
      header.predictor().undo(target, y * rowBytes, rowBytes, header.samples());
    }
  }

  private int offset(int index) throws RejectedImageException {
    if (offsets[index] < 0 || offsets[index] > fileLength) {
      throw RejectedImageException.corrupt("The TIFF file ends before its image data.");
    }
    return (int) offsets[index];
  }

  private int compressedLength(int index) throws RejectedImageException {
    if (byteCounts.length <= index || byteCounts[index] < 0) {
      throw RejectedImageException.corrupt(
          "The TIFF file lacks the lengths of some of its strips or tiles.");
    }
    return (int) Math.min(byteCounts[index], Integer.MAX_VALUE);
  }

  private byte[] reversed(int from, int length) {
    byte[] reversed = new byte[length];
    for (int i = 0; i < length; i++) {
      reversed[i] = (byte) (Integer.reverse(file[from + i]) >>> 24);
    }
    return reversed;
  }

  private void decompress(byte[] source, int from, int length, int rows, byte[] target, int size)
      throws RejectedImageException, IOException {
    switch (header.compression()) {
      case NONE -> System.arraycopy(source, from, target, 0, size);
      case PACK_BITS -> unpackBits(source, from, from + length, target, size);
      case JPEG -> decodeJpeg(source, from, length, rows, target);
      case HUFFMAN, GROUP_3, GROUP_4 -> decodeFax(source, from, length, rows, target, size);
      case LZW -> {
        boolean early = length > 1 && source[from] == 0 && (source[from + 1] & 1) == 1;
        fill(target, size, new TiffLzw(new ByteArrayInputStream(source, from, length), early));
      }
      case DEFLATE ->
          fill(
              target,
              size,
              new InflaterInputStream(new ByteArrayInputStream(source, from, length)));
      case LZMA ->
          fill(
              target,
              size,
              new XZInputStream(new ByteArrayInputStream(source, from, length), LZMA_MEMORY_KIB));
      case ZSTANDARD ->
          fill(target, size, new ZstdInputStream(new ByteArrayInputStream(source, from, length)));
      default -> throw new IllegalStateException("No decoder for " + header.compression());
    }
  }

  private static void fill(byte[] target, int size, InputStream decompressed)
      throws RejectedImageException, IOException {
    try (decompressed) {
      if (decompressed.readNBytes(target, 0, size) < size) {
        throw endsEarly();
      }
    }
  }

  private static void unpackBits(byte[] source, int from, int end, byte[] target, int size)
      throws RejectedImageException {
    int in = from;
    int out = 0;
    while (out < size) {
      if (in >= end) {
        throw endsEarly();
      }
      int code = source[in++];
      int count = Math.min(code >= 0 ? code + 1 : 1 - code, size - out);
      if (code == -128) {
        continue;
      }
      if (in + (code >= 0 ? count : 1) > end) {
        throw endsEarly();
      }
      if (code >= 0) {
        System.arraycopy(source, in, target, out, count);
        in += code + 1;
      } else {
        Arrays.fill(target, out, out + count, source[in++]);
      }
      out += count;
    }
  }

  private void decodeFax(byte[] source, int from, int length, int rows, byte[] target, int size)
      throws RejectedImageException {
    Arrays.fill(target, 0, size, (byte) 0);
    FaxDecoder fax = new FaxDecoder(source, from, from + length, header.segmentWidth());
    switch (header.compression()) {
      case HUFFMAN -> fax.decodeHuffman(rows, target);
      case GROUP_3 -> fax.decodeGroup3(rows, (header.faxOptions() & 1) == 1, target);
      default -> fax.decodeGroup4(rows, target);
    }
  }

  private void decodeJpeg(byte[] source, int from, int length, int rows, byte[] target)
      throws RejectedImageException, IOException {
    byte[] whole = withTables(header.jpegTables(), source, from, length);
    TiffSamples samples = header.samples();
    jpeg.decodeSamples(
        whole,
        samples.isSubsampledColour(),
        header.segmentWidth(),
        rows,
        samples.samplesTogether(),
        target);
  }

  /** A strip's JPEG file with the shared tables behind its start-of-image marker. */
  private static byte[] withTables(byte[] tables, byte[] source, int from, int length) {
    int shared = Math.max(0, tables.length - 4);
    byte[] whole = new byte[length + shared];
    int start = Math.min(2, length);
    System.arraycopy(source, from, whole, 0, start);
    System.arraycopy(tables, Math.min(2, tables.length), whole, start, shared);
    System.arraycopy(source, from + start, whole, start + shared, length - start);
    return whole;
  }

  private static RejectedImageException endsEarly() {
    return RejectedImageException.corrupt("A strip or tile of the TIFF file ends early.");
  }
}
