package io.github.imagefeatures.image.jpeg;

import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.util.Arrays;

/**
 * What a JPEG file says before its first scan, and the same header written anew for the JDK's
 * reader.
 *
 * <p>The JDK guesses the colour space of a file in its own way, reads embedded colour profiles and
 * stumbles over damaged ones. libjpeg, and so Pillow, decides from the JFIF and Adobe markers and
 * the component ids alone. So the colour space is decided here, as {@code default_decompress_parms}
 * in libjpeg-turbo's {@code jdapimin.c} does, and the reader gets a header whose only application
 * segment is an Adobe one that says just that.
 */
final class JpegHeader {
  /** How the samples of a file are to be read as colours. */
  enum ColourSpace {
    GRAY,
    RGB,
    YCBCR,
    CMYK,
    YCCK
  }

  private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0};
  private static final byte[] ADOBE = {'A', 'd', 'o', 'b', 'e'};
  private static final int NO_ADOBE = -1;
  private static final byte YCBCR = 1;
  private static final byte RAW = 0;
  private static final byte[] PROLOGUE = JpegPrologue.bytes();

  private final JpegFrame frame = new JpegFrame();
  private byte[] rewritten = Arrays.copyOf(PROLOGUE, 4096);
  private int rewrittenLength;
  private int scanOffset;
  private int quantisationTables;
  private boolean jfif;
  private int adobeTransform;
  private ColourSpace colourSpace;

  /**
   * Reads the header of a file and forgets the one before.
   *
   * @param content the file, beginning with a start-of-image marker
   * @param length bytes of the file
   * @throws RejectedImageException {@code corrupt} if there is no frame followed by a scan, {@code
   *     unsupported} if it is of a kind that is not decoded
   */
  void parse(byte[] content, int length) throws RejectedImageException {
    forget();
    int at = 2;
    while (true) {
      at = nextMarker(content, at, length);
      int marker = content[at++] & 0xFF;
      if (marker == JpegMarker.SOS) {
        scanOffset = at - 2;
        break;
      }
      if (JpegMarker.standsAlone(marker)) {
        continue;
      }
      int size = at + 2 > length ? 0 : JpegMarker.unsignedShort(content, at);
      if (marker == JpegMarker.EOI || size < 2 || size > length - at) {
        throw RejectedImageException.corrupt("The JPEG file ends before its image data.");
      }
      readSegment(marker, content, at + 2, size - 2);
      if (!JpegMarker.isMetadata(marker)) {
        append(content, at - 2, size + 2);
      }
      at += size;
    }
    frame.requireDecodable(quantisationTables);
    takeFor(guessedColourSpace());
  }

  /**
   * Makes the rewritten header say what the samples are.
   *
   * @param known what something better informed than the file says
   */
  void takeFor(ColourSpace known) {
    colourSpace = known;
    rewritten[JpegPrologue.TRANSFORM_OFFSET] = known == ColourSpace.YCBCR ? YCBCR : RAW;
  }

  private void forget() {
    frame.forget();
    rewrittenLength = PROLOGUE.length;
    quantisationTables = 0;
    jfif = false;
    adobeTransform = NO_ADOBE;
  }

  /** The index of the next marker's code. What is not a marker is skipped, as libjpeg does. */
  static int nextMarker(byte[] content, int from, int length) throws RejectedImageException {
    for (int at = from; at + 1 < length; at++) {
      if (content[at] == (byte) 0xFF && content[at + 1] != (byte) 0xFF && content[at + 1] != 0) {
        return at + 1;
      }
    }
    throw RejectedImageException.corrupt("The JPEG file ends before its image data.");
  }

  private void readSegment(int marker, byte[] content, int at, int size)
      throws RejectedImageException {
    if (JpegMarker.isFrame(marker)) {
      frame.read(marker, content, at, size);
    } else if (marker == JpegMarker.DQT) {
      readQuantisationTables(content, at, size);
    } else if (marker == JpegMarker.APP0 && size >= 14 && startsWith(content, at, JFIF)) {
      jfif = true;
    } else if (marker == JpegMarker.APP14 && size >= 12 && startsWith(content, at, ADOBE)) {
      adobeTransform = content[at + JpegPrologue.ADOBE_TRANSFORM] & 0xFF;
    }
  }

  private void readQuantisationTables(byte[] content, int from, int size) {
    int end = from + size;
    for (int at = from; at < end; at += (content[at] & 0xF0) == 0 ? 65 : 129) {
      quantisationTables |= 1 << (content[at] & 0x0F);
    }
  }

  /** What the samples are taken for: what libjpeg takes them for, or what it was told. */
  ColourSpace colourSpace() {
    return colourSpace;
  }

  private ColourSpace guessedColourSpace() {
    if (frame.components() == 1) {
      return ColourSpace.GRAY;
    }
    if (frame.components() == 4) {
      boolean cmyk = adobeTransform == NO_ADOBE || adobeTransform == 0;
      return cmyk ? ColourSpace.CMYK : ColourSpace.YCCK;
    }
    boolean rgb = adobeTransform == NO_ADOBE ? frame.namesRedGreenBlue() : adobeTransform == 0;
    return rgb && !jfif ? ColourSpace.RGB : ColourSpace.YCBCR;
  }

  /** Whether there is luminance for each pixel and chrominance for two, one above the other. */
  boolean halvesChrominanceVertically() {
    return colourSpace() == ColourSpace.YCBCR && frame.halvesOtherComponentsVertically();
  }

  /** Whether the entropy coding is arithmetic, which not every JDK's libjpeg can read. */
  boolean isArithmetic() {
    return frame.isArithmetic();
  }

  /**
   * Looks for the scans of the image data as libjpeg comes upon them.
   *
   * @param content the file that was parsed
   * @param length bytes of the file
   */
  JpegMarker.Scans scans(byte[] content, int length) {
    return JpegMarker.scans(content, scanOffset, length);
  }

  /** Whether all of a pixel comes in one scan. */
  boolean isInOneScan(byte[] content, int length) {
    boolean all = scanOffset + 4 < length && (content[scanOffset + 4] & 0xFF) >= frame.components();
    return all && !frame.isProgressive();
  }

  /** Where the marker of the first scan is. */
  int scanOffset() {
    return scanOffset;
  }

  /** Samples of a pixel. */
  int components() {
    return frame.components();
  }

  /** Columns, in pixels. */
  int width() {
    return frame.width();
  }

  /** Rows, in pixels. */
  int height() {
    return frame.height();
  }

  /**
   * The file with its header rewritten.
   *
   * @param content the file that was parsed
   * @param length bytes of the file
   */
  byte[] rewritten(byte[] content, int length) {
    byte[] file = Arrays.copyOf(rewritten, rewrittenLength + length - scanOffset);
    System.arraycopy(content, scanOffset, file, rewrittenLength, length - scanOffset);
    return file;
  }

  /**
   * The same as a stream.
   *
   * @param content the file that was parsed
   * @param length bytes of the file
   */
  SplicedInputStream rewrittenStream(byte[] content, int length) {
    return new SplicedInputStream(rewritten, rewrittenLength, content, scanOffset, length);
  }

  private void append(byte[] source, int from, int count) {
    if (rewrittenLength + count > rewritten.length) {
      rewritten = Arrays.copyOf(rewritten, Math.max(2 * rewritten.length, rewrittenLength + count));
    }
    System.arraycopy(source, from, rewritten, rewrittenLength, count);
    rewrittenLength += count;
  }

  private static boolean startsWith(byte[] content, int at, byte[] wanted) {
    return Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length);
  }
}
