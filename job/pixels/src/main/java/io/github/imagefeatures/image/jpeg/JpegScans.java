package io.github.imagefeatures.image.jpeg;

import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/**
 * Decodes JPEG files of several scans with the libjpeg-turbo in Leptonica's library. The JDK's
 * reader decodes such a file once for each scan; and where scans are missing at its end, Pillow's
 * pixels are those of libjpeg-turbo's smoothing, which is another in each JDK.
 */
final class JpegScans {
  private static final int NO_PALETTE = 0;
  private static final int FULL_SIZE = 1;
  private static final int COLOUR_DEPTH = 32;

  static {
    leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
  }

  private JpegScans() {}

  /**
   * Decodes a file.
   *
   * @param file the file alone, of one component or of three, with its end-of-image marker
   * @param warnings is told how many times libjpeg-turbo complained
   * @param sink gets the rows
   * @throws RejectedImageException {@code corrupt}
   */
  static void decode(byte[] file, WarningCounter warnings, RowSink sink)
      throws RejectedImageException {
    int[] complaints = new int[1];
    PIX picture = leptonica.pixReadMemJpeg(file, file.length, NO_PALETTE, FULL_SIZE, complaints, 0);
    if (picture == null) {
      throw RejectedImageException.corrupt("The JPEG file holds image data that is damaged.");
    }
    try {
      passOn(picture, sink);
    } finally {
      leptonica.pixDestroy(picture);
    }
    warnings.add(complaints[0]);
  }

  private static void passOn(PIX picture, RowSink sink) {
    boolean colour = picture.d() == COLOUR_DEPTH;
    int width = picture.w();
    int[] words = new int[picture.wpl()];
    byte[] rgb = new byte[3 * width];
    IntPointer data = picture.data();
    sink.begin(width, picture.h());
    for (int y = 0; y < picture.h(); y++) {
      data.position((long) y * words.length).get(words);
      for (int x = 0; x < width; x++) {
        // The first byte of a word is its highest.
        int pixel = colour ? words[x] : (words[x >> 2] << 8 * (x & 3) >>> 24) * 0x01010100;
        rgb[3 * x] = (byte) (pixel >> 24);
        rgb[3 * x + 1] = (byte) (pixel >> 16);
        rgb[3 * x + 2] = (byte) (pixel >> 8);
      }
      sink.row(rgb, 0);
    }
  }
}
