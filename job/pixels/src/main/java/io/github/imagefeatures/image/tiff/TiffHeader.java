package io.github.imagefeatures.image.tiff;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.raster.ExifOrientation;
import java.util.Arrays;

/**
 * What a TIFF file says of the size of its first image, of how it is cut up and compressed, and of
 * what its samples mean. Fields that are missing have the values that Pillow gives them.
 */
final class TiffHeader {
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int FILL_ORDER = 266;
  private static final int STRIP_OFFSETS = 273;
  private static final int ORIENTATION = 274;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int PLANAR_CONFIGURATION = 284;
  private static final int T4_OPTIONS = 292;
  private static final int T6_OPTIONS = 293;
  private static final int PREDICTOR = 317;
  private static final int COLOUR_MAP = 320;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int TILE_BYTE_COUNTS = 325;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int JPEG_TABLES = 347;
  private static final int XMP = 700;
  private static final int SEPARATE = 2;

  private final TiffDirectory fields;
  private final long width;
  private final long height;
  private final TiffCompression compression;
  private final TiffSamples samples;
  private final int fillOrder;

  /**
   * Reads the fields of the first image.
   *
   * @param file the file, beginning with TIFF's byte order mark
   * @param length bytes of the file
   * @param limits checked first
   * @throws RejectedImageException {@code corrupt} if there are none or they contradict one
   *     another, {@code too_large}, {@code unsupported} if they are not what is decoded
   */
  TiffHeader(byte[] file, int length, ImageLimits limits) throws RejectedImageException {
    fields = new TiffDirectory(file, length);
    width = fields.value(WIDTH, 0);
    height = fields.value(HEIGHT, 0);
    limits.checkSize(width, height);
    fillOrder = (int) fields.value(FILL_ORDER, 1);
    compression = TiffCompression.of(fields.value(COMPRESSION, 1));
    samples = readSamples();
    requireDecodable();
  }

  private TiffSamples readSamples() throws RejectedImageException {
    long[] bits = orOne(fields.values(BITS_PER_SAMPLE));
    int count = (int) Math.min(fields.value(SAMPLES_PER_PIXEL, 1), Short.MAX_VALUE);
    // One number stands for all samples, and superfluous ones for none.
    if (count < 1 || bits.length > 1 && bits.length < count) {
      throw RejectedImageException.corrupt(
          "The TIFF file says different things about how many samples a pixel has.");
    }
    return new TiffSamples(
        fields.isLittleEndian(),
        (int) fields.value(PHOTOMETRIC, 0),
        sameOrMixed(orOne(fields.values(SAMPLE_FORMAT))),
        sameOrMixed(Arrays.copyOf(bits, Math.min(bits.length, count))),
        count,
        fields.values(EXTRA_SAMPLES),
        fields.value(PLANAR_CONFIGURATION, 1) == SEPARATE);
  }

  private static long[] orOne(long[] values) {
    return values.length == 0 ? new long[] {1} : values;
  }

  /** What all values are, or -1. */
  private static int sameOrMixed(long[] values) {
    boolean same = Arrays.stream(values).allMatch(value -> value == values[0]);
    return same ? (int) values[0] : -1;
  }

  private void requireDecodable() throws RejectedImageException {
    samples.requireDecodable(compression, fillOrder);
    if (predictor() != TiffPredictor.NONE) {
      predictor().requireDecodable(samples);
    }
    if (segmentWidth() < 1 || segmentHeight() < 1) {
      throw RejectedImageException.corrupt("The TIFF file gives its strips or tiles no size.");
    }
    long needed = (long) segmentsAcross() * segmentsDown() * planes();
    if (offsets().length < needed) {
      throw RejectedImageException.corrupt(
          "The TIFF file lacks the places of some of its strips or tiles.");
    }
  }

  /** Columns, in pixels, as stored. */
  int width() {
    return (int) width;
  }

  /** Rows, in pixels, as stored. */
  int height() {
    return (int) height;
  }

  /** How to turn the image upright, 1 to 8 as in EXIF; 1 leaves it. */
  int orientation() {
    return fields.has(ORIENTATION)
        ? (int) fields.value(ORIENTATION, 1)
        : ExifOrientation.of(new byte[0], fields.bytes(XMP));
  }

  /** What the samples are. */
  TiffSamples samples() {
    return samples;
  }

  /** How strips and tiles are compressed. */
  TiffCompression compression() {
    return compression;
  }

  /** What was done to the samples before they were compressed. */
  TiffPredictor predictor() {
    return compression.takesPredictor()
        ? TiffPredictor.of(fields.value(PREDICTOR, 1))
        : TiffPredictor.NONE;
  }

  /** Whether the lowest bit of each byte comes first. */
  boolean isBitReversed() {
    return fillOrder == 2 && compression != TiffCompression.JPEG;
  }

  /** Options of the fax codes: bit 0 for two dimensions. */
  int faxOptions() {
    return (int) fields.value(compression == TiffCompression.GROUP_4 ? T6_OPTIONS : T4_OPTIONS, 0);
  }

  /** Quantisation and Huffman tables that all JPEG strips share, as a JPEG file; may be empty. */
  byte[] jpegTables() {
    return fields.bytes(JPEG_TABLES);
  }

  /** The palette, red, green and blue of 256 entries; high bytes as in Pillow, black beyond. */
  byte[] palette() {
    byte[] palette = new byte[768];
    long[] map = fields.values(COLOUR_MAP);
    int entries = Math.min(256, map.length / 3);
    for (int i = 0; i < entries; i++) {
      for (int band = 0; band < 3; band++) {
        palette[3 * i + band] = (byte) (map[band * (map.length / 3) + i] >> 8);
      }
    }
    return palette;
  }

  private boolean isTiled() {
    return !fields.has(STRIP_OFFSETS) && fields.has(TILE_OFFSETS);
  }

  /** Columns of a strip or tile. */
  int segmentWidth() {
    return isTiled() ? clipped(fields.value(TILE_WIDTH, 0)) : width();
  }

  /** Rows of a strip or tile; the last strip may have fewer. */
  int segmentHeight() {
    return isTiled()
        ? clipped(fields.value(TILE_HEIGHT, 0))
        : (int) Math.min(height, clipped(fields.value(ROWS_PER_STRIP, height)));
  }

  /** Rows that the strips or tiles have which begin at a row. */
  int segmentHeightAt(int row) {
    return isTiled() ? segmentHeight() : Math.min(segmentHeight(), height() - row);
  }

  private static int clipped(long value) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, value));
  }

  /** Strips or tiles beside one another. */
  int segmentsAcross() {
    return (width() - 1) / segmentWidth() + 1;
  }

  private int segmentsDown() {
    return (height() - 1) / segmentHeight() + 1;
  }

  /** How many times the strips or tiles are there, each time with one sample of a pixel. */
  int planes() {
    return samples.isSeparate() ? samples.usedPlanes() : 1;
  }

  /** Bits of a row of a strip or tile. */
  long segmentRowBits() {
    return (long) segmentWidth() * samples.bits() * (samples.isSeparate() ? 1 : samples.count());
  }

  /** Which of all strips or tiles it is that has a row, a place from the left and a plane. */
  int segment(int row, int column, int plane) {
    return (plane * segmentsDown() + row / segmentHeight()) * segmentsAcross() + column;
  }

  /** Where each strip or tile begins in the file. */
  long[] offsets() {
    return fields.values(isTiled() ? TILE_OFFSETS : STRIP_OFFSETS);
  }

  /** Bytes of each strip or tile as compressed; may be none when they are not. */
  long[] byteCounts() {
    return fields.values(isTiled() ? TILE_BYTE_COUNTS : STRIP_BYTE_COUNTS);
  }
}
