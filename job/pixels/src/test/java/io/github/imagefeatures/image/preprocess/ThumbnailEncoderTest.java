package io.github.imagefeatures.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import io.github.imagefeatures.image.ImageFixtures;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.resize.ShrunkImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThumbnailEncoderTest {
  private final ThumbnailEncoder encoder =
      new ThumbnailEncoder(ImageLimits.DEFAULT, Orientation.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "100, 100, 96, 96",
    "400, 200, 96, 48",
    "30, 1000, 3, 96",
    "2, 5000, 1, 96",
    "40, 30, 40, 30",
    "1, 1, 1, 1"
  })
  void proportionsStayAndSmallImagesKeepTheirSize(int width, int height, int wide, int high)
      throws Exception {
    BufferedImage thumbnail = thumbnail(width, height, (x, y) -> 0x336699);

    assertEquals(wide, thumbnail.getWidth());
    assertEquals(high, thumbnail.getHeight());
  }

  @Test
  void whatIsLeftRightAboveAndBelowStaysThere() throws Exception {
    BufferedImage thumbnail =
        thumbnail(250, 250, (x, y) -> x < 125 ? (y < 125 ? 0xff0000 : 0x00ff00) : 0x0000ff);

    assertNear(0xff0000, thumbnail.getRGB(20, 20));
    assertNear(0x00ff00, thumbnail.getRGB(20, 75));
    assertNear(0x0000ff, thumbnail.getRGB(75, 50));
  }

  @Test
  void anImageIsTurnedUprightWhereThatIsAskedFor() throws Exception {
    byte[] lying = ImageFixtures.orientedFile("6.png");
    BufferedImage stored = ImageIO.read(new ByteArrayInputStream(encoder.encode(lying)));
    ThumbnailEncoder turning = new ThumbnailEncoder(ImageLimits.DEFAULT, Orientation.EXIF);
    BufferedImage upright = ImageIO.read(new ByteArrayInputStream(turning.encode(lying)));

    assertEquals(stored.getWidth(), upright.getHeight());
    assertEquals(stored.getHeight(), upright.getWidth());
  }

  @Test
  void eachPixelIsTheMeanOfTheAreaThatItCovers() {
    int[][] grey = {{0, 30, 60}, {90, 120, 150}, {180, 210, 240}};
    ShrunkImage shrunk = new ShrunkImage(2);

    shrunk.begin(3, 3);
    for (int[] row : grey) {
      byte[] rgb = new byte[9];
      for (int x = 0; x < 3; x++) {
        Arrays.fill(rgb, 3 * x, 3 * x + 3, (byte) row[x]);
      }
      shrunk.row(rgb, 0);
    }

    int[] pixels = new int[4];
    BufferedImage picture = shrunk.picture();
    for (int i = 0; i < 4; i++) {
      pixels[i] = picture.getRGB(i % 2, i / 2) & 0xff;
    }
    // Of 1.5 x 1.5 pixels: (a + b / 2 + c / 2 + d / 4) / 2.25.
    assertArrayEquals(new int[] {40, 80, 160, 200}, pixels);
  }

  @Test
  void evenNoiseKeepsToTheBytesThatAreStated() throws Exception {
    Random random = new Random(5);

    byte[] jpeg = encoder.encode(png(300, 300, (x, y) -> random.nextInt(1 << 24)));

    assertTrue(jpeg.length <= ThumbnailEncoder.MAX_BYTES, jpeg.length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {ThumbnailEncoder.FEWEST_BYTES, 600, 1000, ThumbnailEncoder.MAX_BYTES})
  void aWebpFileHasAsFewBytesAsAreAskedForWhateverItShows(int most) throws Exception {
    Random random = new Random(5);

    byte[] noise = encoder.encodeWebp(png(300, 200, (x, y) -> random.nextInt(1 << 24)), most);
    byte[] plain = encoder.encodeWebp(png(300, 200, (x, y) -> 0x336699), most);

    assertTrue(noise.length <= most, noise.length + " bytes");
    double proportions = (double) webp(noise).getWidth() / webp(noise).getHeight();
    assertEquals(1.5, proportions, 0.1);
    assertEquals(96, webp(plain).getWidth());
    assertEquals(64, webp(plain).getHeight());
    assertNear(0x336699, webp(plain).getRGB(50, 30));
  }

  private static BufferedImage webp(byte[] file) throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
    return reader.read(0);
  }

  @Test
  void aFileThatIsNoImageIsRejected() {
    assertThrows(RejectedImageException.class, () -> encoder.encode(new byte[] {1, 2, 3}));
  }

  @Test
  void aTruncatedImageIsRejectedAndTheNextOneIsSound() throws Exception {
    byte[] whole = png(200, 200, (x, y) -> x * y);

    assertThrows(
        RejectedImageException.class, () -> encoder.encode(Arrays.copyOf(whole, whole.length / 2)));

    assertEquals(96, ImageIO.read(new ByteArrayInputStream(encoder.encode(whole))).getWidth());
  }

  private BufferedImage thumbnail(int width, int height, IntBinaryOperator colour)
      throws Exception {
    return ImageIO.read(new ByteArrayInputStream(encoder.encode(png(width, height, colour))));
  }

  private static byte[] png(int width, int height, IntBinaryOperator colour) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colour.applyAsInt(x, y));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static void assertNear(int expected, int actual) {
    for (int shift = 0; shift <= 16; shift += 8) {
      assertEquals(expected >> shift & 255, actual >> shift & 255, 12);
    }
  }
}
