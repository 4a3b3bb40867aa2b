package io.github.imagefeatures.image.jpeg;

import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.raster.ExifOrientation;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a JPEG file says before its first scan of how it is stored: Exif, which may be cut into
 * several segments, and XMP. As in {@code APP} of Pillow's {@code JpegImagePlugin.py}.
 */
final class JpegMetadata {
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] XMP =
      "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream exif = new ByteArrayOutputStream();
  private byte[] xmp = {};

  private JpegMetadata() {}

  /**
   * Reads how an image is stored.
   *
   * @param content a file whose segments before the first scan lie within it
   * @param scan where the marker of the first scan is
   * @return 1 to 8; 1 is upright
   * @throws RejectedImageException never, for such a file
   */
  static int orientation(byte[] content, int scan) throws RejectedImageException {
    JpegMetadata metadata = new JpegMetadata();
    int at = 2;
    while (at < scan) {
      int code = JpegHeader.nextMarker(content, at, content.length);
      int marker = content[code] & 0xFF;
      at = code + 1;
      if (marker == JpegMarker.SOS) {
        break;
      }
      if (!JpegMarker.standsAlone(marker)) {
        int size = JpegMarker.unsignedShort(content, at);
        if (marker == JpegMarker.APP1) {
          metadata.add(content, at + 2, at + size);
        }
        at += size;
      }
    }
    return ExifOrientation.of(metadata.exif.toByteArray(), metadata.xmp);
  }

  private void add(byte[] content, int from, int to) {
    if (startsWith(content, from, to, EXIF)) {
      // Each further part has the name again.
      int begin = exif.size() == 0 ? from : from + EXIF.length;
      exif.write(content, begin, to - begin);
    } else if (startsWith(content, from, to, XMP)) {
      xmp = Arrays.copyOfRange(content, from + XMP.length, to);
    }
  }

  private static boolean startsWith(byte[] content, int from, int to, byte[] wanted) {
    return to - from >= wanted.length
        && Arrays.equals(content, from, from + wanted.length, wanted, 0, wanted.length);
  }
}
