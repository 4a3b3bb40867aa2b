package io.github.imagefeatures.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.imagefeatures.image.ImageFixtures;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.FloatBuffer;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Which files are the same picture to a network. */
final class PixelHashTest {
  private static final int NUMBERS = ImageFixtures.INPUT.numbers();

  private final ImagePreprocessor preprocessor =
      new ImagePreprocessor(
          ImageFixtures.INPUT, ImageLimits.DEFAULT, Resampling.DEFAULT, Orientation.DEFAULT);
  private final BufferedImage image = noise();

  @Test
  void theSamePixelsInFilesOfTwoFormatsHaveOneHash() throws Exception {
    assertEquals(hash("png"), hash("bmp"));
  }

  @Test
  void oneLevelOfOnePixelOfTheInputMakesAnother() {
    FloatBuffer pixels = FloatBuffer.allocate(NUMBERS);
    long before = PixelHash.of(pixels, NUMBERS);
    pixels.put(NUMBERS - 1, 1 / 127.5f);
    assertNotEquals(before, PixelHash.of(pixels, NUMBERS));
  }

  @Test
  void twoFilesThatDifferInOnePartOfThePictureHaveTwo() throws Exception {
    long before = hash("png");
    for (int x = 0; x < 20; x++) {
      image.setRGB(x, 20, 0);
    }
    assertNotEquals(before, hash("png"));
  }

  @Test
  void itIsTheSameWhereverInABatchTheImageStands() {
    FloatBuffer batch = FloatBuffer.allocate(3 * NUMBERS);
    for (int i = 0; i < NUMBERS; i++) {
      batch.put(i, i % 7).put(2 * NUMBERS + i, i % 7);
    }
    long first = PixelHash.of(batch, NUMBERS);
    assertEquals(first, PixelHash.of(batch.position(2 * NUMBERS), NUMBERS));
    assertEquals(2 * NUMBERS, batch.position());
    assertNotEquals(first, PixelHash.of(batch.position(NUMBERS), NUMBERS));
  }

  private long hash(String format) throws Exception {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageIO.write(image, format, file);
    FloatBuffer pixels = FloatBuffer.allocate(NUMBERS);
    preprocessor.preprocess(file.toByteArray(), file.size(), pixels);
    return PixelHash.of(pixels.rewind(), NUMBERS);
  }

  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int i = 0; i < 60 * 40; i++) {
      image.setRGB(i % 60, i / 60, random.nextInt(1 << 24));
    }
    return image;
  }
}
