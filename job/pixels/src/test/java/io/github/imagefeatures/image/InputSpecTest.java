package io.github.imagefeatures.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Resizing.CentreCrop;
import io.github.imagefeatures.image.Resizing.Margin;
import io.github.imagefeatures.image.Resizing.Squash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputSpecTest {
  private static final Normalisation NORMALISATION =
      new Normalisation(255, Channels.all(0), Channels.all(1));

  @Test
  void anInputOfOneSideIsASquareOfTheWholeImageByTheBicubicFilter() {
    InputSpec square = new InputSpec(224, NORMALISATION);
    assertEquals(new InputSpec(224, 224, new Squash(), Filter.BICUBIC, NORMALISATION), square);
    assertEquals(224 * 224 * 3, square.numbers());
  }

  @ParameterizedTest
  @CsvSource({"0, 224", "224, 0", "-1, -1", "65536, 65536"})
  void sizesThatNoArrayHasAreRefused(int height, int width) {
    Resizing squash = new Squash();
    assertThrows(
        IllegalArgumentException.class,
        () -> new InputSpec(height, width, squash, Filter.BICUBIC, NORMALISATION));
  }

  @ParameterizedTest
  @CsvSource({"224, 200, 223", "200, 224, 223"})
  void aCentreLargerThanWhatItIsCutFromIsRefused(int height, int width, int edge) {
    Resizing crop = new CentreCrop(edge, Margin.DOWN);
    assertThrows(
        IllegalArgumentException.class,
        () -> new InputSpec(height, width, crop, Filter.BICUBIC, NORMALISATION));
    Resizing enough = new CentreCrop(edge + 1, Margin.DOWN);
    InputSpec input = new InputSpec(height, width, enough, Filter.BICUBIC, NORMALISATION);
    assertEquals(height * width * 3, input.numbers());
  }

  /** What Python says of {@code int(256 * longer / shorter)}. */
  @ParameterizedTest
  @CsvSource({"1, 1, 256", "333, 500, 384", "375, 500, 341", "1, 1000000, 256000000"})
  void theLongerSideIsCutOffBehindThePoint(int shorter, int longer, long resized) {
    Resizing crop = new CentreCrop(256, Margin.DOWN);
    assertEquals(resized, crop.resizedLength(longer, shorter, 224));
    assertEquals(256, crop.resizedLength(shorter, longer, 224));
  }

  /** What Python says of {@code round(cutOff / 2.0)} and {@code cutOff // 2}. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 0, 0", "2, 1, 1", "3, 2, 1", "5, 2, 2", "7, 4, 3", "117, 58, 58"})
  void anOddMarginIsSharedAsInPython(int cutOff, int halfEven, int down) {
    assertEquals(halfEven, new CentreCrop(256, Margin.HALF_EVEN).cutOffBefore(224 + cutOff, 224));
    assertEquals(down, new CentreCrop(256, Margin.DOWN).cutOffBefore(224 + cutOff, 224));
  }

  @Test
  void anInputGoesToOtherMachinesAndBack() throws IOException, ClassNotFoundException {
    Resizing crop = new CentreCrop(256, Margin.HALF_EVEN);
    InputSpec input = new InputSpec(224, 192, crop, Filter.LANCZOS, NORMALISATION);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(input);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertEquals(input, in.readObject());
    }
  }
}
