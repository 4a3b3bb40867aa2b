package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import io.github.imagefeatures.image.raster.FramedSink;
import io.github.imagefeatures.image.raster.JdkReaders;
import io.github.imagefeatures.image.raster.RasterColours;
import io.github.imagefeatures.image.raster.SplicedInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;

/** Decodes the first frame of a GIF with the JDK's reader. */
final class GifDecoder implements FormatDecoder {
  private final ImageReader reader = JdkReaders.create("gif");
  private final GifHeader header = new GifHeader();
  private final RasterColours colours = new RasterColours();
  private final RowCounter rows = new RowCounter();

  /**
   * @param warnings is told of what the reader complains of
   */
  GifDecoder(WarningCounter warnings) {
    reader.addIIOReadWarningListener(warnings);
    reader.addIIOReadUpdateListener(rows);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    header.parse(content, length);
    limits.checkSize(header.width(), header.height());
    long pixels = (long) header.width() * header.height();
    try (DecodeMemory.Held held = DecodeMemory.OF_THIS_JVM.onHeap(pixels, 1);
        SplicedInputStream stream = header.rewrittenStream(content, length)) {
      rows.count = 0;
      reader.setInput(stream, true, true);
      BufferedImage frame = reader.read(0);
      if (rows.count < header.frameHeight()) {
        throw new RejectedImageException(
            RejectionReason.CORRUPT, "The GIF file's first image is incomplete.");
      }
      colours.passOnIndexed(frame.getRaster(), header.palette(), framed(sink));
    } finally {
      reader.setInput(null);
    }
  }

  private RowSink framed(RowSink sink) {
    byte[] surrounding = new byte[3];
    System.arraycopy(header.palette(), 3 * header.surrounding(), surrounding, 0, 3);
    return new FramedSink(
        header.width(), header.height(), header.left(), header.top(), surrounding, sink);
  }

  /** Counts finished rows: the reader itself lets an image pass that ends early. */
  private static final class RowCounter implements IIOReadUpdateListener {
    private int count;

    @Override
    public void imageUpdate(
        ImageReader source,
        BufferedImage image,
        int left,
        int top,
        int width,
        int height,
        int periodX,
        int periodY,
        int[] bands) {
      count += height;
    }

    @Override
    public void passStarted(
        ImageReader source,
        BufferedImage image,
        int pass,
        int minPass,
        int maxPass,
        int left,
        int top,
        int periodX,
        int periodY,
        int[] bands) {}

    @Override
    public void passComplete(ImageReader source, BufferedImage image) {}

    @Override
    public void thumbnailPassStarted(
        ImageReader source,
        BufferedImage thumbnail,
        int pass,
        int minPass,
        int maxPass,
        int left,
        int top,
        int periodX,
        int periodY,
        int[] bands) {}

    @Override
    public void thumbnailUpdate(
        ImageReader source,
        BufferedImage thumbnail,
        int left,
        int top,
        int width,
        int height,
        int periodX,
        int periodY,
        int[] bands) {}

    @Override
    public void thumbnailPassComplete(ImageReader source, BufferedImage thumbnail) {}
  }
}
