package io.github.imagefeatures.image.resize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.ImageFixtures;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.Resizing;
import io.github.imagefeatures.image.Resizing.CentreCrop;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.image.Resizing.Squash;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PillowResizeTest {
  private static final int SIDE = ImageFixtures.INPUT.width();

  private PillowResize resize = new PillowResize(ImageFixtures.INPUT, Resampling.DEFAULT);
  private final FloatBuffer target = FloatBuffer.allocate(SIDE * SIDE * 3);

  static List<Arguments> sizesResizedByPillow() {
    return Arrays.stream(Resampling.values())
        .flatMap(
            release ->
                ImageFixtures.table("resized-%s.csv".formatted(release.wireName())).stream()
                    .map(line -> Arguments.of(release, line[0], line[1], line[2])))
        .toList();
  }

  @ParameterizedTest(name = "{1} x {2} as in {0}")
  @MethodSource("sizesResizedByPillow")
  void anyShapeIsResizedAsByPillow(Resampling release, int width, int height, String sha256)
      throws Exception {
    resize = new PillowResize(ImageFixtures.INPUT, release);
    byte[] resized = levels(resized(noise(width, height), width, height));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(resized);
    assertEquals(sha256, HexFormat.of().formatHex(digest));
  }

  static List<Arguments> inputsOfPillow() {
    return Arrays.stream(Resampling.values())
        .flatMap(
            release ->
                ImageFixtures.table("filtered-%s.csv".formatted(release.wireName())).stream()
                    .map(line -> Arguments.of(release, line[0], line[1], specified(line), line[7])))
        .toList();
  }

  private static InputSpec specified(String[] line) {
    int edge = Integer.parseInt(line[5]);
    return new InputSpec(
        Integer.parseInt(line[3]),
        Integer.parseInt(line[4]),
        edge == 0
            ? new Squash()
            : new CentreCrop(edge, Margin.valueOf(line[6].toUpperCase(Locale.ROOT))),
        Filter.valueOf(line[2].toUpperCase(Locale.ROOT)),
        ImageFixtures.INPUT.normalisation());
  }

  @ParameterizedTest(name = "{1} x {2} for {3} as in {0}")
  @MethodSource("inputsOfPillow")
  void anyFilterAndAnyCutIsAsByPillow(
      Resampling release, int width, int height, InputSpec input, String sha256) throws Exception {
    byte[] resized = levels(resized(noise(width, height), width, height, input, release));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(resized);
    assertEquals(sha256, HexFormat.of().formatHex(digest));
  }

  @ParameterizedTest
  @EnumSource(Filter.class)
  void anyInputIsMadeAsByThePlainAlgorithm(Filter filter) {
    Random random = new Random(12);
    for (int round = 0; round < 120; round++) {
      int width = 1 + random.nextInt(round % 2 == 0 ? 20 : 400);
      int height = 1 + random.nextInt(round % 3 == 0 ? 20 : 600);
      byte[] rgb = new byte[3 * width * height];
      random.nextBytes(rgb);
      InputSpec input = anyInput(filter, random);
      Resampling release = Resampling.values()[round % 2];
      assertArrayEquals(
          PlainResize.resize(rgb, width, height, input, release),
          levels(resized(rgb, width, height, input, release)),
          () -> width + " x " + height + " for " + input);
    }
  }

  private static InputSpec anyInput(Filter filter, Random random) {
    int rows = 1 + random.nextInt(60);
    int columns = 1 + random.nextInt(60);
    int edge = Math.max(rows, columns) + random.nextInt(20);
    Resizing crop = new CentreCrop(edge, Margin.values()[random.nextInt(2)]);
    return new InputSpec(
        rows,
        columns,
        random.nextInt(4) == 0 ? new Squash() : crop,
        filter,
        ImageFixtures.INPUT.normalisation());
  }

  @ParameterizedTest
  @CsvSource({"400, 300", "300, 400", "100, 900"})
  void anImageIsCompleteOnlyWithTheRowsBelowTheCut(int width, int height) {
    InputSpec input =
        new InputSpec(
            32,
            32,
            new CentreCrop(64, Margin.DOWN),
            Filter.BILINEAR,
            ImageFixtures.INPUT.normalisation());
    resize = new PillowResize(input, Resampling.DEFAULT);
    resize.writeTo(FloatBuffer.allocate(input.numbers()));
    resize.begin(width, height);
    byte[] row = noise(width, 1);
    for (int y = 0; y < height; y++) {
      assertFalse(resize.isComplete());
      resize.row(row, 0);
    }
    assertTrue(resize.isComplete());
  }

  @Test
  void theCentreOfAVeryLongImageNeedsLittleMemory() {
    InputSpec input =
        new InputSpec(
            1024,
            1024,
            new CentreCrop(1024, Margin.HALF_EVEN),
            Filter.LANCZOS,
            ImageFixtures.INPUT.normalisation());
    int width = 1_000_000;
    byte[] rgb = new byte[3 * width];
    Arrays.fill(rgb, 3 * (width / 2 - 4), 3 * (width / 2 + 4), (byte) 255);
    float[] centre = resized(rgb, width, 1, input, Resampling.DEFAULT);
    for (float white : centre) {
      assertEquals(1f, white);
    }
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void anySizeIsResizedAsByThePlainAlgorithm(Resampling release) {
    resize = new PillowResize(ImageFixtures.INPUT, release);
    Random random = new Random(11);
    for (int round = 0; round < 60; round++) {
      int width = 1 + random.nextInt(round % 2 == 0 ? 300 : 900);
      int height = 1 + random.nextInt(round % 3 == 0 ? 300 : 900);
      byte[] rgb = new byte[3 * width * height];
      random.nextBytes(rgb);
      assertArrayEquals(
          PlainResize.resize(rgb, width, height, ImageFixtures.INPUT, release),
          levels(resized(rgb, width, height)),
          width + " x " + height);
    }
  }

  @Test
  void hardEdgesOvershootAndAreClippedAfterEachPass() {
    byte[] rgb = new byte[3 * 64 * 64];
    for (int i = 0; i < rgb.length; i++) {
      int x = i / 3 % 64;
      int y = i / 3 / 64;
      rgb[i] = (byte) ((x / 8 + y / 8) % 2 == 0 ? 255 : 0);
    }
    assertArrayEquals(
        PlainResize.resize(rgb, 64, 64, ImageFixtures.INPUT, Resampling.DEFAULT),
        levels(resized(rgb, 64, 64)),
        "checkerboard");
  }

  @Test
  void everyLevelIsNormalisedInFloatArithmetic() {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3);
    }
    float[] floats = resized(rgb, SIDE, SIDE);
    for (int i = 0; i < floats.length; i++) {
      float quotient = (rgb[i] & 0xFF) / 127.5f;
      assertEquals(quotient - 1f, floats[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({"300, 200", "20, 31", "4, 4000"})
  void anyInputHasItsOwnSideAndEachChannelItsOwnNumbers(int width, int height) {
    // ImageNet's mean and deviation, as Keras' preprocess_input in the mode "torch".
    float[] mean = {0.485f, 0.456f, 0.406f};
    float[] deviation = {0.229f, 0.224f, 0.225f};
    InputSpec input =
        new InputSpec(
            32,
            new Normalisation(
                255f,
                new Normalisation.Channels(mean[0], mean[1], mean[2]),
                new Normalisation.Channels(deviation[0], deviation[1], deviation[2])));
    resize = new PillowResize(input, Resampling.DEFAULT);
    byte[] rgb = noise(width, height);
    FloatBuffer floats = FloatBuffer.allocate(input.numbers());
    resize.writeTo(floats);
    pass(rgb, width, height);
    assertFalse(floats.hasRemaining());
    byte[] levels = PlainResize.resize(rgb, width, height, input, Resampling.DEFAULT);
    for (int i = 0; i < levels.length; i++) {
      float scaled = (levels[i] & 0xFF) / 255f;
      assertEquals((scaled - mean[i % 3]) / deviation[i % 3], floats.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 200, 100})
  void anImageThatBeginsAgainLeavesNoTrace(int width) {
    byte[] rgb = noise(30, 50);
    resize.writeTo(target.clear());
    resize.begin(width, 400);
    for (int y = 0; y < 320; y++) {
      resize.row(noise(width, 1), 0);
    }
    assertFalse(resize.isComplete());
    pass(rgb, 30, 50);
    assertTrue(resize.isComplete());
    assertArrayEquals(
        PlainResize.resize(rgb, 30, 50, ImageFixtures.INPUT, Resampling.DEFAULT),
        levels(target.array()));
  }

  private float[] resized(byte[] rgb, int width, int height, InputSpec input, Resampling release) {
    resize = new PillowResize(input, release);
    FloatBuffer floats = FloatBuffer.allocate(input.numbers());
    resize.writeTo(floats);
    pass(rgb, width, height);
    assertTrue(resize.isComplete());
    assertFalse(floats.hasRemaining());
    return floats.array();
  }

  private float[] resized(byte[] rgb, int width, int height) {
    resize.writeTo(target.clear());
    pass(rgb, width, height);
    assertTrue(resize.isComplete());
    assertFalse(target.hasRemaining());
    return target.array();
  }

  private void pass(byte[] rgb, int width, int height) {
    resize.begin(width, height);
    for (int y = 0; y < height; y++) {
      resize.row(rgb, 3 * width * y);
    }
  }

  private static byte[] levels(float[] floats) {
    byte[] levels = new byte[floats.length];
    for (int i = 0; i < floats.length; i++) {
      levels[i] = (byte) Math.round((floats[i] + 1f) * 127.5f);
    }
    return levels;
  }

  /** The same numbers as in make_fixtures.py. */
  private static byte[] noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) ((i * 2654435761L & 0xFFFFFFFFL) >> 24);
    }
    return rgb;
  }
}
