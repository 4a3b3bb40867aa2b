package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorDistributionTest {
  @Test
  void aSmallSetKeepsItsErrorsAndTheirRanks() {
    ErrorDistribution errors = ErrorDistribution.of(new double[] {4, 1, 2, 2});
    assertEquals(0, errors.shareUpTo(0.5));
    assertEquals(0.25, errors.shareUpTo(1));
    assertEquals(0.75, errors.shareUpTo(2));
    assertEquals(0.75, errors.shareUpTo(3.9));
    assertEquals(1, errors.shareUpTo(4));
    assertEquals(1, errors.shareUpTo(1e300));
    assertEquals(1, errors.quantile(0));
    assertEquals(1, errors.quantile(0.25));
    assertEquals(2, errors.quantile(0.5));
    assertEquals(4, errors.quantile(0.999));
  }

  @Test
  void errorsOfZeroAreErrorsLikeOthers() {
    ErrorDistribution errors = ErrorDistribution.of(new double[] {0, 0, 0});
    assertEquals(1, errors.shareUpTo(0));
    assertEquals(0, errors.quantile(0.999));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 10_001, 10_002, 54_321})
  void sharesAndQuantilesAreThoseOfTheSortedErrorsToAStep(int images) {
    double[] sorted = new Random(3).doubles(images).map(x -> x * x).sorted().toArray();
    ErrorDistribution errors = ErrorDistribution.of(sorted);
    double step = images > 10_001 ? 1e-4 : 0;
    for (double share : new double[] {0.001, 0.5, 0.9, 0.999, 1}) {
      // The product of 0.999 and 1000 is a bit more than 999.
      int rank = (int) Math.ceil(Math.round(share * images * 1e6) / 1e6);
      assertEquals(sorted[rank - 1], errors.quantile(share), share + " of " + images);
    }
    for (double error : new double[] {0.1, 0.5, 0.999}) {
      double share = Arrays.stream(sorted).filter(x -> x <= error).count() / (double) images;
      assertEquals(share - step / 2, errors.shareUpTo(error), step / 2 + 1e-12);
    }
  }

  @Test
  void theExcessIsTheMostByWhichMoreOfTheOneHaveSuchErrors() {
    ErrorDistribution some = ErrorDistribution.of(new double[] {1, 2, 3, 4});
    assertEquals(0, some.excessOf(some));
    assertEquals(1, some.excessOf(ErrorDistribution.of(new double[] {5, 6})));
    assertEquals(0, ErrorDistribution.of(new double[] {5, 6}).excessOf(some));
    assertEquals(0.5, some.excessOf(ErrorDistribution.of(new double[] {3, 3, 4, 4})));
    assertEquals(0.25, some.excessOf(ErrorDistribution.of(new double[] {2, 3, 4, 5})));
  }

  @Test
  void whatIsNotADistributionIsRefused() {
    for (double[] errors :
        new double[][] {
          {}, {-1}, {Double.NaN}, {2, 1}, {1, Double.POSITIVE_INFINITY}, {1, Double.NaN}
        }) {
      assertThrows(
          IllegalArgumentException.class, () -> new ErrorDistribution(errors.length, errors));
    }
    double[] three = DoubleStream.of(1, 2, 3).toArray();
    assertThrows(IllegalArgumentException.class, () -> new ErrorDistribution(4, three));
  }
}
