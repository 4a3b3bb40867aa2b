package io.github.imagefeatures.image.decode;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.raster.ExifOrientation;
import io.github.imagefeatures.image.raster.FramedSink;
import io.github.imagefeatures.image.raster.OrientingSink;
import io.github.imagefeatures.image.raster.RasterColours;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * Decodes the first frame of a WebP file with libwebp, as Pillow does, so that lossy files come out
 * as there to the bit.
 */
final class WebpDecoder implements FormatDecoder {
  /**
   * Bytes a pixel takes in the Java image and in the native one that it is copied from, together.
   */
  private static final int BYTES_PER_PIXEL = 8;

  private static final byte[] BLACK = {0, 0, 0};

  private final Orientation orientation;
  private final WebPImageReaderSpi readers = new WebPImageReaderSpi();
  private final RasterColours colours = new RasterColours();

  /**
   * @param orientation whether images are turned upright
   */
  WebpDecoder(Orientation orientation) {
    this.orientation = orientation;
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    WebpHeader header = new WebpHeader(content, length);
    limits.checkSize(header.width(), header.height());
    long pixels = (long) header.width() * header.height();
    int stored =
        orientation == Orientation.EXIF
            ? WebpMetadata.orientation(content, length)
            : ExifOrientation.UPRIGHT;
    RowSink upright = OrientingSink.of(stored, sink);
    int bytes = BYTES_PER_PIXEL + OrientingSink.bytesPerPixel(stored);
    // A new reader each time: one that is kept would keep the last file and picture, too.
    ImageReader reader = readers.createReaderInstance(null);
    try (DecodeMemory.Held held = DecodeMemory.OF_THIS_JVM.onHeap(pixels, bytes);
        SplicedInputStream stream = header.frameStream()) {
      reader.setInput(stream, true, true);
      BufferedImage frame = reader.read(0);
      colours.passOn(
          frame.getRaster(),
          new FramedSink(
              header.width(), header.height(), header.left(), header.top(), BLACK, upright));
    } finally {
      reader.dispose();
    }
  }
}
