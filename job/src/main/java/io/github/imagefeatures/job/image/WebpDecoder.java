package io.github.imagefeatures.job.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;

/**
 * Decodes the first frame of a WebP file with TwelveMonkeys' reader.
 *
 * <p>Lossless files come out as in Pillow to the bit. Lossy ones do not, and by more than rounding:
 * version 3.12.0 smooths the edges of a block before it predicts the next ones from them, where the
 * format predicts first. On test pictures a sample was off by 4 to 8 levels in the mean, by up to
 * 109 at most; plain areas were right within one level.
 */
final class WebpDecoder implements FormatDecoder {
  private static final byte[] BLACK = {0, 0, 0};

  private final ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
  private final RasterColours colours = new RasterColours();

  /**
   * @param warnings is told of what the reader complains of
   */
  WebpDecoder(WarningCounter warnings) {
    reader.addIIOReadWarningListener(warnings);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    WebpHeader header = new WebpHeader(content, length);
    limits.checkSize(header.width(), header.height());
    try (SplicedInputStream stream = header.frameStream()) {
      reader.setInput(stream, true, true);
      BufferedImage frame = reader.read(0);
      colours.passOn(
          frame.getRaster(),
          new FramedSink(
              header.width(), header.height(), header.left(), header.top(), BLACK, sink));
    } finally {
      reader.setInput(null);
    }
  }
}
