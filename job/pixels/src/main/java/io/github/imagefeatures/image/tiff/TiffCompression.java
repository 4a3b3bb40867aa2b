package io.github.imagefeatures.image.tiff;

import io.github.imagefeatures.image.RejectedImageException;

/** How the strips or tiles of a TIFF file are compressed. */
enum TiffCompression {
  NONE(1, "no compression"),
  HUFFMAN(2, "modified Huffman compression"),
  GROUP_3(3, "CCITT Group 3 compression"),
  GROUP_4(4, "CCITT Group 4 compression"),
  LZW(5, "LZW compression"),
  JPEG(7, "JPEG compression"),
  DEFLATE(8, "Deflate compression"),
  PACK_BITS(32773, "PackBits compression"),
  LZMA(34925, "LZMA compression"),
  ZSTANDARD(50000, "Zstandard compression");

  private static final int DEFLATE_UNREGISTERED = 32946;

  private final int code;
  private final String properName;

  TiffCompression(int code, String properName) {
    this.code = code;
    this.properName = properName;
  }

  /**
   * The compression of a code.
   *
   * @throws RejectedImageException {@code unsupported} if it is not decoded
   */
  static TiffCompression of(long code) throws RejectedImageException {
    if (code == DEFLATE_UNREGISTERED) {
      return DEFLATE;
    }
    for (TiffCompression compression : values()) {
      if (compression.code == code) {
        return compression;
      }
    }
    throw RejectedImageException.unsupported(
        "TIFF with "
            + nameOfUndecoded(code)
            + " is not decoded; convert the file to PNG, or to TIFF with Deflate compression.");
  }

  private static String nameOfUndecoded(long code) {
    return switch ((int) code) {
      case 6 -> "old-style JPEG compression";
      case 32809 -> "ThunderScan compression";
      case 33003, 33005, 34712 -> "JPEG 2000 compression";
      case 34676, 34677 -> "SGI Log compression";
      case 34887 -> "LERC compression";
      case 50001 -> "WebP compression";
      case 50002, 52546 -> "JPEG XL compression";
      default -> "compression " + code;
    };
  }

  /** The compression as people write it. */
  String properName() {
    return properName;
  }

  /** Whether it is a code for faxes, of one bit a pixel. */
  boolean isFax() {
    return this == HUFFMAN || this == GROUP_3 || this == GROUP_4;
  }

  /** Whether a predictor may have been applied before it. */
  boolean takesPredictor() {
    return this == LZW || this == DEFLATE || this == LZMA || this == ZSTANDARD;
  }
}
