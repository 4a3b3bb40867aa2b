package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.DecodeMemory;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import io.github.imagefeatures.image.raster.FramedSink;
import io.github.imagefeatures.image.raster.JdkDecoder;
import io.github.imagefeatures.image.raster.RasterColours;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;

/** Decodes the first frame of a GIF with the JDK's reader. */
final class GifDecoder extends JdkDecoder {
  private final GifHeader header = new GifHeader();
  private final RasterColours colours = new RasterColours();
  private final RowCounter rows = new RowCounter();

  /**
   * @param warnings is told of what the reader complains of
   */
  GifDecoder(WarningCounter warnings) {
    super("gif", warnings);
    reader.addIIOReadUpdateListener(rows);
  }

  @Override
  public void decode(byte[] content, int length, ImageLimits limits, RowSink sink)
      throws RejectedImageException, IOException {
    header.parse(content, length);
    limits.checkSize(header.width(), header.height());
    long pixels = (long) header.width() * header.height();
    try (DecodeMemory.Held held = DecodeMemory.OF_THIS_JVM.onHeap(pixels, 1)) {
      read(header.rewrittenStream(content, length), () -> readFrame(sink));
    }
  }

  private void readFrame(RowSink sink) throws RejectedImageException, IOException {
    rows.count = 0;
    BufferedImage frame = reader.read(0);
    if (rows.count < header.frameHeight()) {
      throw RejectedImageException.corrupt("The GIF file's first image is incomplete.");
    }
    colours.passOnIndexed(frame.getRaster(), header.palette(), framed(sink));
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
