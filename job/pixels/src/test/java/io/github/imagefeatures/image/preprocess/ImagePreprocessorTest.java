package io.github.imagefeatures.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.image.ImageFixtures;
import io.github.imagefeatures.image.ImageFixtures.Pixels;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.resize.PlainResize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePreprocessorTest {
  private final ImagePreprocessor preprocessor =
      new ImagePreprocessor(
          ImageFixtures.INPUT, ImageLimits.DEFAULT, Resampling.DEFAULT, Orientation.DEFAULT);
  private final ByteBuffer bytes =
      ByteBuffer.allocateDirect(4 * ImageFixtures.INPUT.numbers()).order(ByteOrder.LITTLE_ENDIAN);
  private final FloatBuffer target = bytes.asFloatBuffer();

  @ParameterizedTest
  @ValueSource(strings = {"sampling-2x2.jpg", "cmyk.jpg", "rgba-8.png", "frame-inside.gif"})
  void theFloatsAreThoseOfTheDecodedResizedAndNormalisedImage(String name) throws Exception {
    assertEquals(0, preprocess(ImageFixtures.file(name)));
    assertArrayEquals(expectedFloats(name), written());
  }

  @Test
  void theFloatsGoWhereTheTargetStandsAndMoveIt() throws Exception {
    FloatBuffer two = FloatBuffer.allocate(2 * ImageFixtures.INPUT.numbers());
    byte[] first = ImageFixtures.file("gray.jpg");
    byte[] second = ImageFixtures.file("rgb-8.png");
    preprocessor.preprocess(first, first.length, two);
    assertEquals(ImageFixtures.INPUT.numbers(), two.position());
    preprocessor.preprocess(second, second.length, two);
    assertEquals(0, two.remaining());
    float[] all = two.array();
    assertArrayEquals(
        expectedFloats("gray.jpg"), Arrays.copyOfRange(all, 0, ImageFixtures.INPUT.numbers()));
    assertArrayEquals(
        expectedFloats("rgb-8.png"),
        Arrays.copyOfRange(all, ImageFixtures.INPUT.numbers(), all.length));
  }

  @Test
  void onlyTheGivenLengthOfTheArrayIsRead() throws Exception {
    byte[] file = ImageFixtures.file("sampling-2x2.jpg");
    byte[] longer = Arrays.copyOf(file, file.length + 5000);
    target.clear();
    preprocessor.preprocess(longer, file.length, target);
    assertArrayEquals(expectedFloats("sampling-2x2.jpg"), written());
    assertRejected(RejectionReason.CORRUPT, longer, file.length - 2);
  }

  @Test
  void aTargetWithoutRoomIsRefused() {
    byte[] file = ImageFixtures.file("gray.jpg");
    FloatBuffer small = FloatBuffer.allocate(ImageFixtures.INPUT.numbers() - 1);
    assertThrows(
        IllegalArgumentException.class, () -> preprocessor.preprocess(file, file.length, small));
  }

  @Test
  void aRejectionLeavesThePositionAndThePreprocessorAsTheyWere() throws Exception {
    FloatBuffer two = FloatBuffer.allocate(2 * ImageFixtures.INPUT.numbers()).position(7);
    byte[] whole = ImageFixtures.file("quality-5.jpg");
    assertThrows(
        RejectedImageException.class, () -> preprocessor.preprocess(whole, whole.length - 20, two));
    assertEquals(7, two.position());
    preprocess(whole);
    assertArrayEquals(expectedFloats("quality-5.jpg"), written());
  }

  @Test
  void damageThatPillowPutsUpWithIsCounted() throws Exception {
    assertTrue(preprocess(ImageFixtures.file("damaged-accepted.jpg")) > 0);
    assertArrayEquals(expectedFloats("damaged-accepted.jpg"), written());
    assertEquals(0, preprocess(ImageFixtures.file("restart.jpg")));
  }

  @Test
  void anEmptyFileIsRejectedAsEmpty() {
    assertRejected(RejectionReason.EMPTY, new byte[0], 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!DOCTYPE html><html>", "BMW is a maker of cars and motor cycles", "x"})
  void whatBeginsLikeNoImageIsRejectedAsNoImage(String text) {
    byte[] content = text.getBytes(StandardCharsets.US_ASCII);
    assertRejected(RejectionReason.NOT_AN_IMAGE, content, content.length);
    assertRejected(RejectionReason.NOT_AN_IMAGE, new byte[3000], 3000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sampling-2x2.jpg",
        "progressive-2x2.jpg",
        "cmyk.jpg",
        "rgb-8.png",
        "palette-4-interlaced.png",
        "interlaced.gif",
        "rgb-24.bmp",
        "rgb-tiff_lzw.tif",
        "lossless.webp",
        "lossy.webp"
      })
  void aFileThatEndsEarlyIsRejectedAsCorruptWhereverItEnds(String name) {
    byte[] file = ImageFixtures.file(name);
    // What is behind a GIF's first frame and behind a BMP's last pixel holds no image data.
    int end = file.length - (name.endsWith(".gif") ? 3 : name.endsWith(".bmp") ? 4 : 1);
    for (int length = 18; length < end; length += 1 + file.length / 90) {
      assertRejected(RejectionReason.CORRUPT, file, length);
    }
    assertRejected(RejectionReason.CORRUPT, file, end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IHDR", "PLTE", "IDAT", "IEND"})
  void aWrongChecksumInACriticalPngChunkIsCorrupt(String type) {
    byte[] file = ImageFixtures.file("palette-8.png");
    int at = indexOf(file, type);
    int length = ByteBuffer.wrap(file).getInt(at - 4);
    file[at + 4 + length] ^= 1;
    assertRejected(RejectionReason.CORRUPT, file, file.length);
  }

  @Test
  void aJpegWithoutItsQuantisationTablesIsCorruptEvenAfterASoundOne() throws Exception {
    byte[] file = ImageFixtures.file("gray.jpg");
    preprocess(file);
    int table = 0;
    while ((file[table] & 0xFF) != 0xFF || (file[table + 1] & 0xFF) != 0xDB) {
      table++;
    }
    int after = table + 2 + ByteBuffer.wrap(file).getShort(table + 2);
    byte[] without = Arrays.copyOf(file, file.length - (after - table));
    System.arraycopy(file, after, without, table, file.length - after);
    assertRejected(RejectionReason.CORRUPT, without, without.length);
  }

  @Test
  void aGifWithFewerRowsThanItSaysIsCorrupt() {
    byte[] file = ImageFixtures.file("local-palette.gif");
    int frame = indexOf(file, ",\0\0\0\0\t\0\7\0");
    file[frame + 7]++;
    assertRejected(RejectionReason.CORRUPT, file, file.length);
  }

  @Test
  void variantsOfKnownFormatsThatAreNotDecodedAreUnsupported() {
    byte[] twelveBits = ImageFixtures.file("sampling-2x2.jpg");
    twelveBits[frameHeader(twelveBits) + 4] = 12;
    assertRejected(RejectionReason.UNSUPPORTED, twelveBits, twelveBits.length);
    byte[] lossless = ImageFixtures.file("sampling-2x2.jpg");
    lossless[frameHeader(lossless) + 1] = (byte) 0xC3;
    assertRejected(RejectionReason.UNSUPPORTED, lossless, lossless.length);
    byte[] bitmap = ImageFixtures.file("rgb-24.bmp");
    bitmap[30] = 9;
    assertRejected(RejectionReason.UNSUPPORTED, bitmap, bitmap.length);
    byte[] heif = "\0\0\0\30ftypheic\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    assertRejected(RejectionReason.UNSUPPORTED, heif, heif.length);
  }

  @Test
  void sizesBeyondTheLimitAreTooLargeWhateverFollows() {
    byte[] jpeg = ImageFixtures.file("sampling-2x2.jpg");
    ByteBuffer.wrap(jpeg).putInt(frameHeader(jpeg) + 5, 60_000 << 16 | 60_000);
    assertRejected(RejectionReason.TOO_LARGE, jpeg, jpeg.length);
    byte[] png = ImageFixtures.file("rgb-8.png");
    ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
    correctHeaderChecksum(png);
    assertRejected(RejectionReason.TOO_LARGE, png, png.length);
    ByteBuffer.wrap(png).putInt(16, ImageLimits.MAX_SIDE + 1).putInt(20, 1);
    correctHeaderChecksum(png);
    assertRejected(RejectionReason.TOO_LARGE, png, png.length);
    byte[] gif = ImageFixtures.file("interlaced.gif");
    little(gif).putShort(6, (short) 60_000).putShort(8, (short) 60_000);
    assertRejected(RejectionReason.TOO_LARGE, gif, gif.length);
    byte[] bmp = ImageFixtures.file("rgb-24.bmp");
    little(bmp).putInt(18, 60_000).putInt(22, -60_000);
    assertRejected(RejectionReason.TOO_LARGE, bmp, bmp.length);
  }

  @Test
  void sizesOfNothingAreCorrupt() {
    byte[] jpeg = ImageFixtures.file("sampling-2x2.jpg");
    ByteBuffer.wrap(jpeg).putShort(frameHeader(jpeg) + 5, (short) 0);
    assertRejected(RejectionReason.CORRUPT, jpeg, jpeg.length);
    byte[] png = ImageFixtures.file("rgb-8.png");
    ByteBuffer.wrap(png).putInt(16, -5);
    correctHeaderChecksum(png);
    assertRejected(RejectionReason.CORRUPT, png, png.length);
  }

  @Test
  void theLimitsAreThoseGiven() throws Exception {
    byte[] file = ImageFixtures.file("rgb-8.png");
    Pixels pixels = ImageFixtures.expected("rgb-8.png");
    int area = pixels.width() * pixels.height();
    new ImagePreprocessor(
            ImageFixtures.INPUT,
            new ImageLimits(file.length, area),
            Resampling.DEFAULT,
            Orientation.DEFAULT)
        .preprocess(file, file.length, target.clear());
    assertEquals(
        RejectionReason.TOO_LARGE,
        reason(
            new ImagePreprocessor(
                ImageFixtures.INPUT,
                new ImageLimits(file.length, area - 1),
                Resampling.DEFAULT,
                Orientation.DEFAULT),
            file,
            file.length));
    assertEquals(
        RejectionReason.TOO_LARGE,
        reason(
            new ImagePreprocessor(
                ImageFixtures.INPUT,
                new ImageLimits(file.length - 1, area),
                Resampling.DEFAULT,
                Orientation.DEFAULT),
            file,
            file.length));
  }

  /** Whatever is wrong with a file, it is rejected or read; nothing else comes out. */
  @Test
  void damageAnywhereEndsInARejectionOrAnImage() throws Exception {
    Random random = new Random(5);
    for (String name : ImageFixtures.names()) {
      for (int round = 0; round < 12; round++) {
        byte[] file = ImageFixtures.file(name);
        for (int i = 0; i <= round % 4; i++) {
          file[random.nextInt(round < 6 ? Math.min(80, file.length) : file.length)] =
              (byte) random.nextInt();
        }
        target.clear();
        try {
          preprocessor.preprocess(file, file.length, target);
          assertEquals(0, target.remaining(), name);
        } catch (RejectedImageException e) {
          assertEquals(0, target.position(), name);
          assertTrue(e.getMessage().length() > 10, name + ": " + e.getMessage());
        }
      }
      byte[] sound = ImageFixtures.file("sampling-2x2.jpg");
      preprocess(sound);
      assertArrayEquals(expectedFloats("sampling-2x2.jpg"), written(), "after " + name);
    }
  }

  @Test
  void theGoldenImagesBecomeTheFloatsOfTheReferencePipeline() throws Exception {
    Path folder = Path.of("").toAbsolutePath().getParent().resolve("../../shared/golden/images");
    assumeTrue(Files.isDirectory(folder), "the folder ../shared/golden/images is not there");
    for (String[] line : ImageFixtures.table("golden.csv")) {
      preprocess(Files.readAllBytes(folder.resolve(line[0])));
      byte[] floats = new byte[bytes.capacity()];
      bytes.get(0, floats);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(floats);
      assertEquals(line[1], HexFormat.of().formatHex(digest), line[0]);
    }
  }

  private int preprocess(byte[] file) throws RejectedImageException {
    return preprocessor.preprocess(file, file.length, target.clear());
  }

  private float[] written() {
    float[] floats = new float[ImageFixtures.INPUT.numbers()];
    target.get(0, floats);
    return floats;
  }

  private void assertRejected(RejectionReason reason, byte[] file, int length) {
    assertEquals(reason, reason(preprocessor, file, length), () -> "at " + length + " bytes");
  }

  private RejectionReason reason(ImagePreprocessor preprocessor, byte[] file, int length) {
    return assertThrows(
            RejectedImageException.class,
            () -> preprocessor.preprocess(file, length, target.clear()),
            () -> "at " + length + " bytes")
        .reason();
  }

  private static float[] expectedFloats(String name) {
    Pixels pixels = ImageFixtures.expected(name);
    byte[] resized =
        PlainResize.resize(
            pixels.rgb(), pixels.width(), pixels.height(), ImageFixtures.INPUT, Resampling.DEFAULT);
    float[] floats = new float[resized.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (resized[i] & 0xFF) / 127.5f - 1f;
    }
    return floats;
  }

  private static int frameHeader(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xC0) {
      at += 2 + ByteBuffer.wrap(jpeg).getShort(at + 2);
    }
    return at;
  }

  private static void correctHeaderChecksum(byte[] png) {
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
  }

  private static ByteBuffer little(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int indexOf(byte[] file, String text) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
