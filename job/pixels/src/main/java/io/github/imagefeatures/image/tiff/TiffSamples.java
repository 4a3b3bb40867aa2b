package io.github.imagefeatures.image.tiff;

import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.raster.FourColours;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the samples of a TIFF file are and how they become colours: those combinations that Pillow
 * reads ({@code OPEN_INFO} in its {@code TiffImagePlugin.py}), by its formulas.
 */
final class TiffSamples {
  private static final int WHITE_IS_ZERO = 0;
  private static final int BLACK_IS_ZERO = 1;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int CMYK = 5;
  private static final int YCBCR = 6;
  private static final int UNSIGNED = 1;
  private static final int SIGNED = 2;
  private static final int FLOAT = 3;
  private static final int ASSOCIATED_ALPHA = 1;
  private static final int ALPHA = 2;

  /** What Corel Draw 10 writes for alpha. */
  private static final int COREL_ALPHA = 999;

  private final boolean littleEndian;
  private final int photometric;
  private final int format;
  private final int bits;
  private final int stored;
  private final int count;
  private final long[] extra;
  private final boolean separate;

  /**
   * @param littleEndian whether samples of several bytes have the lowest one first
   * @param photometric the colours' kind by TIFF's number
   * @param format TIFF's number for integers without or with sign, or floating point; -1 if they
   *     differ
   * @param bits how many bits a sample has; -1 if they differ
   * @param stored samples of a pixel
   * @param extra what those are that are no colour, by TIFF's numbers
   * @param separate whether each sample of all pixels is stored by itself
   */
  TiffSamples(
      boolean littleEndian,
      int photometric,
      int format,
      int bits,
      int stored,
      long[] extra,
      boolean separate) {
    // Pillow takes no notice of samples without a meaning that are stored by themselves.
    boolean dropped = separate && extra.length > 0 && Arrays.stream(extra).allMatch(e -> e == 0);
    this.littleEndian = littleEndian;
    this.photometric = photometric;
    this.format = format;
    this.bits = bits;
    this.stored = stored;
    this.count = dropped ? stored - extra.length : stored;
    this.extra = dropped ? new long[0] : extra;
    this.separate = separate;
  }

  /**
   * Checks that the samples are of a kind whose conversion is known to be Pillow's.
   *
   * @param compression what they come out of
   * @param fillOrder 2 if the lowest bit of each byte comes first
   * @throws RejectedImageException {@code unsupported}
   */
  void requireDecodable(TiffCompression compression, int fillOrder) throws RejectedImageException {
    boolean oneBit = count == 1 && bits == 1;
    boolean known =
        switch (photometric) {
          case WHITE_IS_ZERO, BLACK_IS_ZERO -> isKnownGray(fillOrder);
          case RGB -> isKnownRgb(fillOrder);
          case PALETTE -> isKnownPalette(fillOrder);
          case CMYK -> isKnownCmyk() && fillOrder == 1;
          case YCBCR -> isKnownYcbcr(compression) && fillOrder == 1;
          default -> false;
        };
    if (!known || compression.isFax() && !oneBit || isMisreadByPillow(compression, fillOrder)) {
      throw RejectedImageException.unsupported(
          "TIFF with %s, %s, %s%s is not decoded; convert the file to PNG."
              .formatted(
                  colours(),
                  kindOfSamples(),
                  compression.properName(),
                  fillOrder == 1 ? "" : ", the lowest bit first"));
    }
  }

  private boolean isKnownGray(int fillOrder) {
    boolean blackIsZero = photometric == BLACK_IS_ZERO;
    if (count == 2) {
      return blackIsZero
          && fillOrder == 1
          && bits == 8
          && format == UNSIGNED
          && (extraIs(0) || extraIs(ALPHA));
    }
    if (count != 1 || extra.length > 0) {
      return false;
    }
    return switch (format) {
      case UNSIGNED ->
          switch (bits) {
            case 1, 2, 4, 8 -> true;
            case 12 -> littleEndian && blackIsZero && fillOrder == 1;
            case 16 -> fillOrder == 1 ? littleEndian || blackIsZero : littleEndian && blackIsZero;
            case 32 -> littleEndian && blackIsZero && fillOrder == 1;
            default -> false;
          };
      case SIGNED -> blackIsZero && fillOrder == 1 && (bits == 8 || bits == 16 || bits == 32);
      case FLOAT -> fillOrder == 1 && bits == 32;
      default -> false;
    };
  }

  private boolean isKnownRgb(int fillOrder) {
    if (format != UNSIGNED || (bits != 8 && bits != 16)) {
      return false;
    }
    if (count == 3) {
      return extra.length == 0 && (fillOrder == 1 || bits == 8);
    }
    boolean alpha = extra.length > 0 && (extra[0] == ASSOCIATED_ALPHA || extra[0] == ALPHA);
    boolean corel = extraIs(COREL_ALPHA) && bits == 8;
    return fillOrder == 1
        && (bits == 8 ? count <= 6 : count == 4)
        && (count == 4 && extra.length == 0
            || extra.length == count - 3
                && (corel || alpha || extra[0] == 0)
                && restIsUnspecified());
  }

  private boolean restIsUnspecified() {
    return Arrays.stream(extra).skip(1).allMatch(value -> value == 0);
  }

  private boolean extraIs(long meaning) {
    return extra.length == 1 && extra[0] == meaning;
  }

  private boolean isKnownPalette(int fillOrder) {
    if (format != UNSIGNED) {
      return false;
    }
    if (count == 2) {
      return bits == 8 && fillOrder == 1 && (extraIs(0) || extraIs(ALPHA));
    }
    return count == 1 && extra.length == 0 && (bits == 1 || bits == 2 || bits == 4 || bits == 8);
  }

  private boolean isKnownCmyk() {
    boolean unspecified = extra.length == count - 4 && Arrays.stream(extra).allMatch(e -> e == 0);
    return format == UNSIGNED
        && unspecified
        && (bits == 8 ? count >= 4 && count <= 6 : bits == 16 && count == 4);
  }

  private boolean isKnownYcbcr(TiffCompression compression) {
    return compression == TiffCompression.JPEG
        && format == UNSIGNED
        && bits == 8
        && count == 3
        && extra.length == 0
        && !separate;
  }

  /**
   * Whether Pillow makes other colours of them than they are: it takes the bytes of compressed
   * samples with a sign or a point for big-endian ones, and uncompressed samples that are stored by
   * themselves for plain bytes. There are no right pixels then that would also be its.
   */
  private boolean isMisreadByPillow(TiffCompression compression, int fillOrder) {
    if (compression == TiffCompression.NONE) {
      boolean plain = bits == 8 && photometric != WHITE_IS_ZERO && fillOrder == 1;
      return separate && !plain;
    }
    return !littleEndian && format != UNSIGNED && bits > 8;
  }

  private String colours() {
    return switch (photometric) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO -> "gray";
      case RGB -> "RGB";
      case PALETTE -> "a palette";
      case CMYK -> "CMYK";
      case YCBCR -> "YCbCr";
      case 8 -> "CIELab";
      case 9 -> "ICCLab";
      case 10 -> "ITULab";
      case 32803 -> "colour filter array";
      case 34892 -> "linear raw";
      default -> "colours of kind " + photometric;
    };
  }

  private String kindOfSamples() {
    String kind =
        switch (format) {
          case UNSIGNED -> "";
          case SIGNED -> "signed ";
          case FLOAT -> "floating-point ";
          case 5, 6 -> "complex ";
          default -> "undefined ";
        };
    String size = bits < 0 ? "of different sizes" : String.format(Locale.ROOT, "of %d bits", bits);
    String meaning = extra.length == 0 ? "" : " (extra: %s)".formatted(Arrays.toString(extra));
    return String.format(
        Locale.ROOT,
        "%d %ssample%s a pixel%s %s",
        stored,
        kind,
        stored == 1 ? "" : "s",
        meaning,
        size);
  }

  /** Whether numbers of several bytes have the lowest one first. */
  boolean isLittleEndian() {
    return littleEndian;
  }

  /** Whether they are floating-point numbers. */
  boolean isFloat() {
    return format == FLOAT;
  }

  /** Bits of a sample. */
  int bits() {
    return bits;
  }

  /** Samples of a pixel that are decoded; those are stored together unless they are separate. */
  int count() {
    return count;
  }

  /** Whether each sample of all pixels is stored by itself. */
  boolean isSeparate() {
    return separate;
  }

  /** Samples of a pixel that are stored side by side. */
  int samplesTogether() {
    return separate ? 1 : count;
  }

  /** How many of the separately stored samples decide the colour. */
  int usedPlanes() {
    return count;
  }

  /** Whether they are luminance and chrominance. */
  boolean isSubsampledColour() {
    return photometric == YCBCR;
  }

  /** Whether a row of them, side by side, is a row of RGB as it stands. */
  boolean isPlainRgb() {
    return (photometric == RGB || photometric == YCBCR) && bits == 8 && count == 3 && !separate;
  }

  /**
   * Takes samples out of bytes.
   *
   * @param row holds them
   * @param from where they begin
   * @param wanted how many
   * @param target gets them; floating-point numbers clipped to 0 to 255, without what is behind
   *     their point
   * @param at where the first one goes
   * @param step from there to where the next one goes
   */
  void unpack(byte[] row, int from, int wanted, int[] target, int at, int step) {
    for (int i = 0, to = at; i < wanted; i++, to += step) {
      target[to] =
          switch (bits) {
            case 8 -> row[from + i] & 0xFF;
            case 16 -> {
              int value = number(row, from + 2 * i, 2);
              yield format == SIGNED ? (short) value : value;
            }
            case 32 -> {
              int value = number(row, from + 4 * i, 4);
              yield format == FLOAT ? clip(Float.intBitsToFloat(value)) : value;
            }
            default -> smallNumber(row, from, i);
          };
    }
  }

  private int number(byte[] row, int at, int size) {
    int value = 0;
    for (int k = 0; k < size; k++) {
      value = value << 8 | row[at + (littleEndian ? size - 1 - k : k)] & 0xFF;
    }
    return value;
  }

  private int smallNumber(byte[] row, int from, int index) {
    int firstBit = index * bits;
    int at = from + (firstBit >> 3);
    int two = (row[at] & 0xFF) << 8 | (at + 1 < row.length ? row[at + 1] & 0xFF : 0);
    return two >> (16 - bits - (firstBit & 7)) & (1 << bits) - 1;
  }

  private static int clip(float value) {
    return value <= 0 ? 0 : value >= 255 ? 255 : (int) value;
  }

  /**
   * Turns a row of samples into RGB.
   *
   * @param samples all samples of the first pixel, of the second, ...
   * @param palette the palette of the file, 256 times red, green, blue
   * @param rgb gets red, green, blue, ...
   * @param width pixels
   */
  void toRgb(int[] samples, byte[] palette, byte[] rgb, int width) {
    switch (photometric) {
      case PALETTE -> {
        for (int x = 0; x < width; x++) {
          System.arraycopy(palette, 3 * samples[x * count], rgb, 3 * x, 3);
        }
      }
      case CMYK -> {
        for (int x = 0; x < width; x++) {
          for (int band = 0; band < 4; band++) {
            samples[4 * x + band] = highByte(samples[x * count + band]);
          }
        }
        FourColours.CMYK.toRgb(samples, rgb, width);
      }
      case RGB, YCBCR -> colours(samples, rgb, width);
      default -> grays(samples, rgb, width);
    }
  }

  private void grays(int[] samples, byte[] rgb, int width) {
    int largest = (1 << Math.min(bits, 8)) - 1;
    boolean inverted = photometric == WHITE_IS_ZERO && bits <= 8;
    for (int x = 0; x < width; x++) {
      int sample = samples[x * count];
      int level = bits > 8 ? Math.max(0, Math.min(255, sample)) : sample * 255 / largest;
      byte gray = (byte) (inverted ? 255 - level : level);
      rgb[3 * x] = gray;
      rgb[3 * x + 1] = gray;
      rgb[3 * x + 2] = gray;
    }
  }

  private void colours(int[] samples, byte[] rgb, int width) {
    boolean multiplied = count > 3 && extra.length > 0 && extra[0] == ASSOCIATED_ALPHA;
    for (int x = 0; x < width; x++) {
      int alpha = multiplied ? highByte(samples[x * count + 3]) : 255;
      for (int band = 0; band < 3; band++) {
        int level = highByte(samples[x * count + band]);
        // As in Pillow, no alpha gives black.
        int plain = alpha == 0 ? 0 : Math.min(255, 255 * level / alpha);
        rgb[3 * x + band] = (byte) plain;
      }
    }
  }

  private int highByte(int sample) {
    return bits == 16 ? sample >> 8 : sample;
  }
}
