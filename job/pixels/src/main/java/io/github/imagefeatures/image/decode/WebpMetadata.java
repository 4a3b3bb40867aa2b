package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.raster.ExifOrientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a WebP file says of how it is stored: the first chunks {@code EXIF} and {@code XMP}, if the
 * extended header announces them, as in libwebp's {@code demux.c}, which Pillow reads them with.
 */
final class WebpMetadata {
  private static final int RIFF_HEADER_LENGTH = 12;
  private static final int CHUNK_HEADER_LENGTH = 8;
  private static final int XMP_FLAG = 1 << 2;
  private static final int EXIF_FLAG = 1 << 3;

  private WebpMetadata() {}

  /**
   * Reads how an image is stored.
   *
   * @param content the file
   * @param length bytes of the file
   * @return 1 to 8; 1 is upright
   */
  static int orientation(byte[] content, int length) {
    int flags = 0;
    byte[] exif = {};
    byte[] xmp = {};
    ByteBuffer file = ByteBuffer.wrap(content, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    for (long at = RIFF_HEADER_LENGTH; at + CHUNK_HEADER_LENGTH <= length; ) {
      int size = file.getInt((int) at + 4);
      int data = (int) at + CHUNK_HEADER_LENGTH;
      if (size < 0 || size > length - data) {
        break;
      }
      switch (new String(content, (int) at, 4, StandardCharsets.ISO_8859_1)) {
        case "VP8X" -> flags = size > 0 ? content[data] : 0;
        case "EXIF" -> exif = firstOf(exif, flags & EXIF_FLAG, content, data, size);
        case "XMP " -> xmp = firstOf(xmp, flags & XMP_FLAG, content, data, size);
        default -> {}
      }
      at = (long) data + size + (size & 1);
    }
    return ExifOrientation.of(exif, xmp);
  }

  private static byte[] firstOf(byte[] before, int flag, byte[] content, int from, int size) {
    if (before.length > 0 || flag == 0) {
      return before;
    }
    byte[] chunk = new byte[size];
    System.arraycopy(content, from, chunk, 0, size);
    return chunk;
  }
}
