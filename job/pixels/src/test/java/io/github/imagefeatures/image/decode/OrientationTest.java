package io.github.imagefeatures.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imagefeatures.image.ImageFixtures;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.raster.ExifOrientation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Images whose metadata say how they are stored, against Pillow's {@code exif_transpose}. */
final class OrientationTest {
  private final ImageDecoder asStored = new ImageDecoder(ImageLimits.DEFAULT, Orientation.IGNORE);
  private final ImageDecoder upright = new ImageDecoder(ImageLimits.DEFAULT, Orientation.EXIF);

  static List<String[]> files() {
    return ImageFixtures.table("oriented.csv");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void anImageIsTurnedAsByPillowOrStaysAsItIsStored(String name, String stored, String turned)
      throws Exception {
    byte[] file = ImageFixtures.orientedFile(name);
    assertEquals(stored, digest(asStored, file, file.length), "ignore");
    assertEquals(turned, digest(upright, file, file.length), "exif");
  }

  @Test
  void aBufferMayBeLongerThanTheFile() throws Exception {
    for (String[] line : files()) {
      byte[] file = ImageFixtures.orientedFile(line[0]);
      byte[] buffer = Arrays.copyOf(file, file.length + 4096);
      Arrays.fill(buffer, file.length, buffer.length, (byte) 0xFF);
      assertEquals(line[2], digest(upright, buffer, file.length), line[0]);
    }
  }

  @Test
  void noDamageOfTheMetadataRejectsAnImage() throws Exception {
    byte[] file = ImageFixtures.orientedFile("6.jpg");
    int block = new String(file, StandardCharsets.ISO_8859_1).indexOf("Exif");
    Random random = new Random(13);
    for (int round = 0; round < 500; round++) {
      byte[] damaged = file.clone();
      for (int i = 0; i < 3; i++) {
        damaged[block + 6 + random.nextInt(20)] = (byte) random.nextInt(256);
      }
      digest(upright, damaged, damaged.length);
    }
  }

  @ParameterizedTest
  @CsvSource({"6.jpg", "6.png", "6.webp", "6.tif", "progressive-6.jpg"})
  void anImageThatEndsEarlyIsRejected(String name) {
    byte[] file = ImageFixtures.orientedFile(name);
    Digest digest = new Digest();
    assertThrows(
        RejectedImageException.class, () -> upright.decode(file, file.length * 9 / 10, digest));
  }

  @Test
  void noBlockIsReadBeyondItsEnd() {
    byte[] block = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0};
    assertEquals(6, ExifOrientation.of(block, new byte[0]));
    for (int length = 0; length < block.length; length++) {
      byte[] part = Arrays.copyOf(block, length);
      assertEquals(ExifOrientation.UPRIGHT, ExifOrientation.of(part, new byte[0]), "" + length);
    }
    byte[] farAway = block.clone();
    Arrays.fill(farAway, 4, 8, (byte) 0xFF);
    assertEquals(ExifOrientation.UPRIGHT, ExifOrientation.of(farAway, new byte[0]));
    byte[] many = block.clone();
    many[13] = 12;
    Arrays.fill(many, 14, 22, (byte) 0xFF);
    assertEquals(ExifOrientation.UPRIGHT, ExifOrientation.of(many, new byte[0]));
  }

  private static String digest(ImageDecoder decoder, byte[] file, int length)
      throws RejectedImageException {
    Digest digest = new Digest();
    decoder.decode(file, length, digest);
    return HexFormat.of().formatHex(digest.sha256.digest());
  }

  /** The digest of the size and the pixels, as in make_fixtures.py. */
  private static final class Digest implements RowSink {
    private MessageDigest sha256;
    private int width;

    @Override
    public void begin(int columns, int rows) {
      width = columns;
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
      sha256.update(ByteBuffer.allocate(8).putInt(columns).putInt(rows).array());
    }

    @Override
    public void row(byte[] rgb, int offset) {
      sha256.update(rgb, offset, 3 * width);
    }
  }
}
