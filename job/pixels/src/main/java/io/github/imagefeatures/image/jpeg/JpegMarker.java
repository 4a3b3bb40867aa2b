package io.github.imagefeatures.image.jpeg;

/** The marker codes of JPEG that matter here; each follows a byte of 0xFF. */
final class JpegMarker {
  /** Temporary use in arithmetic coding; stands alone. */
  static final int TEM = 0x01;

  /** Start of frame, baseline; the frames of all processes are from here to 0xCF. */
  static final int SOF0 = 0xC0;

  /** Define Huffman tables. */
  static final int DHT = 0xC4;

  /** Reserved for extensions; no frame. */
  static final int JPG = 0xC8;

  /** Define arithmetic coding; no frame. */
  static final int DAC = 0xCC;

  /** Start of frame, the last of its kind. */
  static final int SOF15 = 0xCF;

  /** Restart within a scan; stands alone. */
  static final int RST0 = 0xD0;

  /** Start of image; stands alone. */
  static final int SOI = 0xD8;

  /** End of image; stands alone. */
  static final int EOI = 0xD9;

  /** Start of scan. */
  static final int SOS = 0xDA;

  /** Define quantisation tables. */
  static final int DQT = 0xDB;

  /** Application segment: JFIF. */
  static final int APP0 = 0xE0;

  /** Application segment: Exif, or XMP. */
  static final int APP1 = 0xE1;

  /** Application segment: Adobe. */
  static final int APP14 = 0xEE;

  /** The last application segment. */
  static final int APP15 = 0xEF;

  /** Comment. */
  static final int COM = 0xFE;

  private JpegMarker() {}

  /** Whether the marker begins a frame. */
  static boolean isFrame(int marker) {
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
  }

  /** Whether the marker stands alone, other than the end of the image. */
  static boolean standsAlone(int marker) {
    return marker == TEM || (marker >= RST0 && marker <= SOI);
  }

  /** Whether the marker begins a segment that says nothing about how to decode. */
  static boolean isMetadata(int marker) {
    return (marker >= APP0 && marker <= APP15) || marker == COM;
  }

  /**
   * What follows the header of a file.
   *
   * @param count how many scans there are
   * @param end whether there is an end-of-image marker behind them
   */
  record Scans(int count, boolean end) {}

  /**
   * Looks for scans as libjpeg comes upon them.
   *
   * @param content the file
   * @param from where the marker of the first scan is
   * @param length bytes of the file
   */
  static Scans scans(byte[] content, int from, int length) {
    int scans = 0;
    for (int at = from; at + 1 < length; ) {
      int marker = content[at] == (byte) 0xFF ? content[at + 1] & 0xFF : 0;
      if (marker == EOI) {
        return new Scans(scans, true);
      } else if (marker == 0 || marker == 0xFF || standsAlone(marker)) {
        at++;
      } else if (at + 3 >= length) {
        break;
      } else {
        scans += marker == SOS ? 1 : 0;
        at += 2 + unsignedShort(content, at + 2);
      }
    }
    return new Scans(scans, false);
  }

  /** Two bytes of a file, the larger one first, as all of JPEG's numbers are. */
  static int unsignedShort(byte[] content, int at) {
    return (content[at] & 0xFF) << 8 | content[at + 1] & 0xFF;
  }
}
