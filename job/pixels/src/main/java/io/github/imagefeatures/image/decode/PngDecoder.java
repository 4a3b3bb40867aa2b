package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import io.github.imagefeatures.image.raster.ExifOrientation;
import io.github.imagefeatures.image.raster.JdkDecoder;
import io.github.imagefeatures.image.raster.OrientingSink;
import io.github.imagefeatures.image.raster.RasterColours;
import java.awt.image.Raster;
import java.io.IOException;

/** Decodes PNG with the JDK's reader, from a file whose chunks have been checked. */
final class PngDecoder extends JdkDecoder {
  private final Orientation orientation;
  private final PngHeader header = new PngHeader();
  private final RasterColours colours = new RasterColours();

  /**
   * @param warnings is told of what the reader complains of
   * @param orientation whether images are turned upright
   */
  PngDecoder(WarningCounter warnings, Orientation orientation) {
    super("png", warnings);
    this.orientation = orientation;
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    header.parse(content, length, limits);
    int stored =
        orientation == Orientation.EXIF
            ? PngMetadata.orientation(content, header.end())
            : ExifOrientation.UPRIGHT;
    RowSink upright = OrientingSink.of(stored, sink);
    int bytes = header.bytesPerPixel() + OrientingSink.bytesPerPixel(stored);
    try (DecodeMemory.Held held = DecodeMemory.OF_THIS_JVM.onHeap(header.pixels(), bytes)) {
      read(header.rewrittenStream(content), () -> readFrame(upright));
    }
  }

  private void readFrame(RowSink sink) throws IOException {
    Raster raster = reader.read(0).getRaster();
    if (header.hasPalette()) {
      colours.passOnIndexed(raster, header.palette(), sink);
    } else {
      colours.passOn(raster, sink);
    }
  }
}
