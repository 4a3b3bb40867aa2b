package io.github.imagefeatures.job.export;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * One picture of many small ones, row by row, each in a square tile of its own; TensorBoard shows
 * at most 8,192 x 8,192 pixels.
 *
 * @param tiles how many there are, 1 to {@link Pictures#MOST_IMAGES}
 */
record Sprite(int tiles) {
  private static final int MOST_PIXELS = 8192;

  /**
   * A browser that has to load more takes its time, so tiles that are still to be seen keep to it.
   */
  private static final int COMFORTABLE_PIXELS = 4096;

  private static final int LARGEST_TILE = 96;
  private static final int SMALLEST_COMFORTABLE_TILE = 32;

  /** Tiles in a row. */
  int columns() {
    return (int) Math.ceil(Math.sqrt(tiles));
  }

  /** Pixels along a side of a tile: 96 for up to 1,764 images, 25 for 100,000. */
  int tile() {
    int comfortable =
        Math.max(
            COMFORTABLE_PIXELS / columns(),
            Math.min(SMALLEST_COMFORTABLE_TILE, MOST_PIXELS / columns()));
    return Math.min(LARGEST_TILE, comfortable);
  }

  /**
   * Writes the picture as PNG.
   *
   * @param jpegs for each tile a JPEG file no larger than a tile; null leaves it white
   */
  void write(Iterator<byte[]> jpegs, OutputStream out) throws IOException {
    int rows = (tiles + columns() - 1) / columns();
    BufferedImage sprite =
        new BufferedImage(columns() * tile(), rows * tile(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = sprite.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sprite.getWidth(), sprite.getHeight());
    for (int i = 0; jpegs.hasNext(); i++) {
      byte[] jpeg = jpegs.next();
      if (jpeg != null) {
        BufferedImage picture = ImageIO.read(inMemory(jpeg));
        int left = i % columns() * tile() + (tile() - picture.getWidth()) / 2;
        int top = i / columns() * tile() + (tile() - picture.getHeight()) / 2;
        graphics.drawImage(picture, left, top, null);
      }
    }
    graphics.dispose();
    try (ImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(sprite, "png", png);
    }
  }

  /** Left to itself, the JDK makes a temporary file for each picture. */
  private static ImageInputStream inMemory(byte[] jpeg) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg));
  }
}
