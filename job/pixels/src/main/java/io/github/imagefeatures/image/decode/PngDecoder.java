package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import io.github.imagefeatures.image.raster.JdkReaders;
import io.github.imagefeatures.image.raster.RasterColours;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/** Decodes PNG with the JDK's reader, from a file whose chunks have been checked. */
final class PngDecoder implements FormatDecoder {
  private final ImageReader reader = JdkReaders.create("png");
  private final PngHeader header = new PngHeader();
  private final RasterColours colours = new RasterColours();

  /**
   * @param warnings is told of what the reader complains of
   */
  PngDecoder(WarningCounter warnings) {
    reader.addIIOReadWarningListener(warnings);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    header.parse(content, length, limits);
    try (DecodeMemory.Held held =
            DecodeMemory.OF_THIS_JVM.onHeap(header.pixels(), header.bytesPerPixel());
        SplicedInputStream stream = header.rewrittenStream(content)) {
      reader.setInput(stream, true, true);
      Raster raster = reader.read(0).getRaster();
      if (header.hasPalette()) {
        colours.passOnIndexed(raster, header.palette(), sink);
      } else {
        colours.passOn(raster, sink);
      }
    } finally {
      reader.setInput(null);
    }
  }
}
