package io.github.imagefeatures.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Pictures of any size for the micro-benchmarks: soft colours with edges and a little grain, so
 * that they compress about as photographs do. The same size and seed give the same bytes with the
 * same Java.
 */
final class TestPictures {
  private static final int GRAIN = 6;

  private TestPictures() {}

  /**
   * @param format jpeg or png
   * @param seed of the grain
   * @return the file's bytes
   */
  static byte[] draw(String format, int width, int height, long seed) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, colour((double) x / width, (double) y / height, random));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, format, bytes)) {
      throw new IOException("This Java writes no %s: install a full JDK 17.".formatted(format));
    }
    return bytes.toByteArray();
  }

  private static int colour(double x, double y, Random random) {
    double edge = Math.hypot(x - 0.5, y - 0.5) < 0.35 ? 60 : 0;
    int red = level(120 + 80 * Math.sin(7 * x) + edge, random);
    int green = level(110 + 70 * Math.cos(5 * y) - edge / 2, random);
    int blue = level(100 + 60 * Math.sin(9 * (x + y)), random);
    return red << 16 | green << 8 | blue;
  }

  private static int level(double value, Random random) {
    return Math.max(0, Math.min(255, (int) (value + random.nextInt(2 * GRAIN + 1) - GRAIN)));
  }
}
