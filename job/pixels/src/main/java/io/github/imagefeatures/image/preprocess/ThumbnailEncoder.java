package io.github.imagefeatures.image.preprocess;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.decode.ImageDecoder;
import io.github.imagefeatures.image.resize.ShrunkImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes a small JPEG file of an image file, for people to look at. No features are made of it.
 *
 * <p>Keep one per thread: it reuses its decoders, and is not safe for use by several threads at
 * once.
 */
public final class ThumbnailEncoder {
  /** Longest side of a thumbnail at most, in pixels, unless a shorter one is asked for. */
  public static final int LONGEST_SIDE = 96;

  /** Bytes of a thumbnail at most: even noise, which nothing compresses, keeps to it. */
  public static final int MAX_BYTES = 4096;

  /** Tried in this order until one is small enough. Noise of 96 x 96 has 2 kB at 0.2. */
  private static final float[] QUALITIES = {.8f, .65f, .5f, .35f, .2f, .1f};

  private final ImageDecoder decoder;
  private final ShrunkImage shrunk;

  /**
   * An encoder of thumbnails of at most {@link #LONGEST_SIDE}.
   *
   * @param limits what one image may cost
   * @param orientation whether images are turned upright
   */
  public ThumbnailEncoder(ImageLimits limits, Orientation orientation) {
    this(limits, orientation, LONGEST_SIDE);
  }

  /**
   * @param limits what one image may cost
   * @param orientation whether images are turned upright
   * @param longestSide of a thumbnail at most, in pixels, 1 to {@link #LONGEST_SIDE}
   */
  public ThumbnailEncoder(ImageLimits limits, Orientation orientation, int longestSide) {
    decoder = new ImageDecoder(limits, orientation);
    shrunk = new ShrunkImage(longestSide);
  }

  /**
   * Shrinks one image.
   *
   * @param content an image file
   * @return a JPEG file of at most {@link #MAX_BYTES} bytes
   * @throws RejectedImageException if the image cannot be decoded
   */
  public byte[] encode(byte[] content) throws RejectedImageException {
    decoder.decode(content, content.length, shrunk);
    if (!shrunk.isComplete()) {
      throw RejectedImageException.corrupt("The decoder gave fewer rows than the image has.");
    }
    BufferedImage picture = shrunk.picture();
    for (float quality : QUALITIES) {
      byte[] jpeg = jpeg(picture, quality);
      if (jpeg.length <= MAX_BYTES) {
        return jpeg;
      }
    }
    throw new IllegalStateException("No quality makes the thumbnail small enough.");
  }

  private static byte[] jpeg(BufferedImage picture, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      JPEGImageWriteParam how = (JPEGImageWriteParam) writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      how.setOptimizeHuffmanTables(true);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail.", e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
