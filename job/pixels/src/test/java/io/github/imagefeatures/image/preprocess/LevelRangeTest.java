package io.github.imagefeatures.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Resizing.Squash;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** The range of brightness of pictures whose pixels are known. */
final class LevelRangeTest {
  private static final int SIDE = 224;
  private static final Normalisation NORMALISATION =
      new Normalisation(255, new Channels(0.485f, 0.456f, 0.406f), Channels.all(0.229f));
  private static final InputSpec INPUT = new InputSpec(SIDE, NORMALISATION);

  private final FloatBuffer pixels = FloatBuffer.allocate(INPUT.numbers());

  @Test
  void ofOneColourItIsItsLuma() {
    fill(0, SIDE, 255, 0, 0);
    assertEquals(new LevelRange(76, 76), LevelRange.of(pixels, INPUT));
    fill(0, SIDE, 0, 255, 0);
    assertEquals(new LevelRange(150, 150), LevelRange.of(pixels, INPUT));
    fill(0, SIDE, 0, 0, 255);
    assertEquals(new LevelRange(29, 29), LevelRange.of(pixels, INPUT));
    fill(0, SIDE, 255, 255, 255);
    assertEquals(new LevelRange(255, 255), LevelRange.of(pixels, INPUT));
  }

  @Test
  void aHundredthOfTheRowsDoesNotCountAndATwentiethDoes() {
    fill(0, SIDE, 0, 0, 0);
    fill(100, 102, 255, 255, 255);
    assertEquals(new LevelRange(0, 0), LevelRange.of(pixels, INPUT));
    fill(100, 112, 255, 255, 255);
    assertEquals(new LevelRange(0, 255), LevelRange.of(pixels, INPUT));
  }

  @Test
  void ofARampItHasAlmostAllLevels() {
    for (int row = 0; row < SIDE; row++) {
      fill(row, row + 1, row, row, row);
    }
    LevelRange range = LevelRange.of(pixels, INPUT);
    assertEquals(2, range.darkest(), 2);
    assertEquals(SIDE - 3, range.brightest(), 2);
  }

  @Test
  void ofAnInputThatIsNoSquareAllOfItIsLookedAt() {
    InputSpec wide = new InputSpec(SIDE / 2, 2 * SIDE, new Squash(), Filter.LANCZOS, NORMALISATION);
    fill(0, SIDE, 0, 0, 0);
    fill(SIDE - 12, SIDE, 255, 255, 255);
    assertEquals(new LevelRange(0, 255), LevelRange.of(pixels, wide));
  }

  @Test
  void theBufferStaysWhereItIs() {
    LevelRange.of(pixels, INPUT);
    assertEquals(0, pixels.position());
  }

  private void fill(int from, int to, int red, int green, int blue) {
    for (int pixel = from * SIDE; pixel < to * SIDE; pixel++) {
      pixels.put(3 * pixel, NORMALISATION.ofLevels(0)[red]);
      pixels.put(3 * pixel + 1, NORMALISATION.ofLevels(1)[green]);
      pixels.put(3 * pixel + 2, NORMALISATION.ofLevels(2)[blue]);
    }
  }
}
