package io.github.imagefeatures.job.faults;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Pictures as large as those of a good camera. */
final class LargePictures {
  private static final int WIDTH = 6000;
  private static final int HEIGHT = 4000;

  private LargePictures() {}

  /** Draws JPEG files, each of other colours. */
  static void draw(Path folder, int count) throws IOException {
    Path large = Files.createDirectories(folder.resolve("camera"));
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < count; i++) {
      Graphics2D canvas = picture.createGraphics();
      Color from = Color.getHSBColor((float) i / count, 1, 1);
      canvas.setPaint(new GradientPaint(0, 0, from, WIDTH, HEIGHT, Color.BLACK));
      canvas.fillRect(0, 0, WIDTH, HEIGHT);
      canvas.dispose();
      ImageIO.write(picture, "jpg", large.resolve(i + ".jpg").toFile());
    }
  }
}
