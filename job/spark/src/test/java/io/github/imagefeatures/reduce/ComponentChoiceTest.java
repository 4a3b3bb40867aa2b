package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imagefeatures.failure.ReductionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many components are kept, at the borders. */
final class ComponentChoiceTest {
  // Sums that binary fractions hold exactly: 0.5, 0.75, 0.875, 0.9375, 1.
  private static final ExplainedVariance SHARES =
      ExplainedVariance.of(new double[] {0.5, 0.25, 0.125, 0.0625, 0.0625});

  @ParameterizedTest
  @CsvSource({
    "1e-300, 1",
    "0.25, 1",
    "0.5, 1",
    "0.5000000001, 2",
    "0.7499999999, 2",
    "0.75, 2",
    "0.7500000001, 3",
    "0.9375, 4",
    "0.9375000001, 5",
    "1.0, 5"
  })
  void asFewAsReachTheShareAreKept(double target, int expected) {
    assertEquals(expected, new ComponentChoice.Variance(target).count(SHARES, 5));
  }

  @Test
  void theWholeVarianceTakesNoMoreThanTheRank() {
    // What rounding leaves behind the rank is not a component; and the sum may fall short of 1.
    double[] shares = {0.6, 0.39999999999999, 1e-17, 0};
    assertEquals(2, new ComponentChoice.Variance(1).count(ExplainedVariance.of(shares), 2));
  }

  @Test
  void theWholeVarianceOfOneComponentIsThatOne() {
    ExplainedVariance variance = ExplainedVariance.of(new double[] {1, 0, 0});
    assertEquals(1, new ComponentChoice.Variance(1).count(variance, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aFixedNumberUpToTheRankIsKept(int count) {
    assertEquals(count, new ComponentChoice.Fixed(count).count(SHARES, 5));
  }

  @Test
  void oneMoreThanTheRankIsRefusedWithTheNumberThatWouldDo() {
    ReductionException e =
        assertThrows(ReductionException.class, () -> new ComponentChoice.Fixed(6).count(SHARES, 5));
    assertEquals(
        "6 components are asked for, but these images have only 5: choose --components 5 or fewer, --variance, --fit-from an earlier run, or --features-only.",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.0000001, 99, Double.NaN, Double.POSITIVE_INFINITY})
  void aShareBeyondZeroToOneIsRefused(double target) {
    assertThrows(IllegalArgumentException.class, () -> new ComponentChoice.Variance(target));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void fewerThanOneComponentIsRefused(int count) {
    assertThrows(IllegalArgumentException.class, () -> new ComponentChoice.Fixed(count));
  }
}
