package io.github.imagefeatures.job.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;

/**
 * Decodes the first image of a TIFF file with the JDK's reader. Other than with EXIF in JPEG,
 * Pillow turns a TIFF upright when it loads it, and so does this.
 */
final class TiffDecoder implements FormatDecoder {
  private static final byte[] NOTHING = {};

  private final ImageReader reader = JdkReaders.create("tiff");
  private final RasterColours colours = new RasterColours();

  /**
   * @param warnings is told of what the reader complains of
   */
  TiffDecoder(WarningCounter warnings) {
    reader.addIIOReadWarningListener(warnings);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    TiffHeader header = new TiffHeader(content, length);
    limits.checkSize(header.width(), header.height());
    header.checkVariant();
    long pixels = (long) header.width() * header.height();
    int bytesPerPixel = header.bytesPerPixel() + OrientingSink.bytesPerPixel(header.orientation());
    try (PictureMemory.Held held = PictureMemory.OF_THIS_JVM.onHeap(pixels, bytesPerPixel);
        SplicedInputStream stream = new SplicedInputStream(NOTHING, 0, content, 0, length)) {
      reader.setInput(stream, true, true);
      BufferedImage image = reader.read(0);
      if (stream.isExhausted()) {
        throw new RejectedImageException(
            RejectionReason.CORRUPT, "The TIFF file ends before its image data.");
      }
      passOn(image, header, OrientingSink.of(header.orientation(), sink));
    } catch (IIOException e) {
      if (String.valueOf(e.getMessage()).startsWith("Unsupported")) {
        throw new RejectedImageException(
            RejectionReason.UNSUPPORTED, "The TIFF file cannot be decoded: " + e.getMessage());
      }
      throw e;
    } finally {
      reader.setInput(null);
    }
  }

  private void passOn(BufferedImage image, TiffHeader header, RowSink sink) {
    Raster raster = image.getRaster();
    if (header.hasPalette()) {
      colours.passOnIndexed(raster, header.palette(), sink);
    } else if (image.getColorModel() instanceof IndexColorModel model) {
      colours.passOnIndexed(raster, RasterColours.palette(model), sink);
    } else if (header.isCmyk()) {
      colours.passOnFourColours(raster, FourColours.CMYK, sink);
    } else if (header.hasAssociatedAlpha()) {
      colours.passOnPremultiplied(raster, sink);
    } else {
      colours.passOn(raster, sink);
    }
  }
}
