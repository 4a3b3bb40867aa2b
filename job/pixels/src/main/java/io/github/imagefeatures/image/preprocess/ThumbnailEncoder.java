package io.github.imagefeatures.image.preprocess;

import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.decode.ImageDecoder;
import io.github.imagefeatures.image.resize.ShrunkImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes a small picture of an image file, for people to look at. No features are made of it.
 *
 * <p>Keep one per thread: it reuses its decoders, and is not safe for use by several threads at
 * once.
 */
public final class ThumbnailEncoder {
  /** Longest side of a thumbnail at most, in pixels, unless a shorter one is asked for. */
  public static final int LONGEST_SIDE = 96;

  /** Bytes of a thumbnail at most: even noise, which nothing compresses, keeps to it. */
  public static final int MAX_BYTES = 4096;

  /** Bytes that any picture can be made to fit: noise of 16 x 16 as WebP has 300 of them. */
  public static final int FEWEST_BYTES = 400;

  /** Tried in this order until one is small enough. Noise of 96 x 96 has 2 kB at 0.2. */
  private static final float[] QUALITIES = {.8f, .65f, .5f, .35f, .2f, .1f};

  /**
   * How a WebP file is made, the best first.
   *
   * @param size its longest side, as a share of the longest that a thumbnail may have
   * @param quality as libwebp has it, 0 to 1
   * @param bytes what it takes, as a share of that on {@link #USUAL}: measured on Fruits-360
   */
  private record Rung(double size, float quality, double bytes) {}

  private static final List<Rung> RUNGS =
      List.of(
          new Rung(1, .8f, 1.4),
          new Rung(1, .6f, 1),
          new Rung(1, .4f, .8),
          new Rung(.75, .6f, .75),
          new Rung(.75, .4f, .65),
          new Rung(.5, .6f, .5),
          new Rung(.5, .4f, .45),
          new Rung(.25, .4f, .25));

  /** Where to begin when bytes are few. */
  private static final int USUAL = 1;

  /** So many bytes hardly any picture takes on the best rung. */
  private static final int ENOUGH = 2000;

  /**
   * Of libwebp's methods, 0 to 6: files as small as those of its own default, 4, in less time.
   * Measured on Fruits-360.
   */
  private static final int METHOD = 3;

  private final ImageDecoder decoder;
  private final ShrunkImage shrunk;
  private final int longestSide;

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
    this.longestSide = longestSide;
  }

  /**
   * Shrinks one image to a JPEG file.
   *
   * @param content an image file
   * @return a JPEG file of at most {@link #MAX_BYTES} bytes
   * @throws RejectedImageException if the image cannot be decoded
   */
  public byte[] encode(byte[] content) throws RejectedImageException {
    BufferedImage picture = picture(content);
    for (float quality : QUALITIES) {
      byte[] jpeg = jpeg(picture, quality);
      if (jpeg.length <= MAX_BYTES) {
        return jpeg;
      }
    }
    throw new IllegalStateException("No quality makes the thumbnail small enough.");
  }

  /**
   * Shrinks one image to a WebP file: at the sizes of thumbnails these have less than half the
   * bytes of JPEG files of the same quality.
   *
   * @param content an image file
   * @param mostBytes that the file may have, {@link #FEWEST_BYTES} or more
   * @return the file, about as good as so few bytes allow
   * @throws RejectedImageException if the image cannot be decoded
   */
  public byte[] encodeWebp(byte[] content, int mostBytes) throws RejectedImageException {
    BufferedImage picture = picture(content);
    int first = mostBytes >= ENOUGH ? 0 : USUAL;
    byte[] file = webp(picture, RUNGS.get(first));
    // Each file costs half a millisecond: those that would hardly be small enough are not made.
    double wanted = RUNGS.get(first).bytes() * mostBytes / file.length;
    for (Rung rung : RUNGS.subList(first + 1, RUNGS.size())) {
      if (file.length <= mostBytes) {
        return file;
      }
      if (rung.bytes() <= wanted || rung == RUNGS.get(RUNGS.size() - 1)) {
        file = webp(picture, rung);
      }
    }
    if (file.length <= mostBytes) {
      return file;
    }
    throw new IllegalStateException("No size makes the thumbnail small enough.");
  }

  private byte[] webp(BufferedImage picture, Rung rung) {
    BufferedImage sized =
        rung.size() < 1 ? smaller(picture, (int) Math.ceil(rung.size() * longestSide)) : picture;
    return webp(sized, rung.quality());
  }

  private BufferedImage picture(byte[] content) throws RejectedImageException {
    decoder.decode(content, content.length, shrunk);
    if (!shrunk.isComplete()) {
      throw RejectedImageException.corrupt("The decoder gave fewer rows than the image has.");
    }
    return shrunk.picture();
  }

  /** The same picture in fewer pixels: each is the mean of those that it covers. */
  private static BufferedImage smaller(BufferedImage picture, int longestSide) {
    ShrunkImage shrunk = new ShrunkImage(longestSide);
    shrunk.begin(picture.getWidth(), picture.getHeight());
    byte[] row = new byte[3 * picture.getWidth()];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        row[3 * x] = (byte) (rgb >> 16);
        row[3 * x + 1] = (byte) (rgb >> 8);
        row[3 * x + 2] = (byte) rgb;
      }
      shrunk.row(row, 0);
    }
    return shrunk.picture();
  }

  private static byte[] jpeg(BufferedImage picture, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    JPEGImageWriteParam how = (JPEGImageWriteParam) writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setOptimizeHuffmanTables(true);
    how.setCompressionQuality(quality);
    return file(writer, how, picture);
  }

  private static byte[] webp(BufferedImage picture, float quality) {
    // By itself: the program registers no writers with Java, which others in its JVM may use.
    ImageWriter writer = new WebPImageWriterSpi().createWriterInstance(null);
    WebPWriteParam how = (WebPWriteParam) writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionType("Lossy");
    how.setMethod(METHOD);
    how.setCompressionQuality(quality);
    return file(writer, how, picture);
  }

  private static byte[] file(ImageWriter writer, ImageWriteParam how, BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
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
