package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts, means and cross-products, merged and not. */
final class MomentsTest {
  private static final int DIMENSION = 7;

  @Test
  void momentsAreTheTwoPassTextbookOnes() {
    float[][] rows = Rows.correlated(1, 300, DIMENSION);
    assertClose(textbook(rows), Rows.moments(rows), 1e-13);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void partsMergedAreTheWhole(long seed) {
    Random random = new Random(seed);
    float[][] rows = Rows.correlated(seed, 2 + random.nextInt(400), DIMENSION);
    Moments merged = null;
    for (int from = 0; from < rows.length; ) {
      int to = Math.min(rows.length, from + 1 + random.nextInt(60));
      Moments part = Rows.moments(Arrays.copyOfRange(rows, from, to));
      // From either side, as a tree does.
      merged = merged == null ? part : random.nextBoolean() ? merged.plus(part) : part.plus(merged);
      from = to;
    }
    assertClose(textbook(rows), merged, 1e-12);
  }

  @Test
  void mergingLeavesBothPartsAsTheyWere() {
    float[][] rows = Rows.correlated(1, 20, DIMENSION);
    Moments left = Rows.moments(Arrays.copyOfRange(rows, 0, 5));
    Moments right = Rows.moments(Arrays.copyOfRange(rows, 5, 20));
    double[] leftBefore = left.crossProducts().clone();
    double[] rightBefore = right.crossProducts().clone();
    double[] meanBefore = left.mean().clone();
    left.plus(right);
    assertArrayEquals(leftBefore, left.crossProducts());
    assertArrayEquals(rightBefore, right.crossProducts());
    assertArrayEquals(meanBefore, left.mean());
  }

  @Test
  void momentsThatWereSentAreTheSameBits() throws IOException, ClassNotFoundException {
    Moments moments = Rows.moments(Rows.correlated(1, 20, DIMENSION));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(moments);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Moments sent = (Moments) in.readObject();
      assertEquals(20, sent.count());
      assertArrayEquals(moments.mean(), sent.mean());
      assertArrayEquals(moments.crossProducts(), sent.crossProducts());
    }
  }

  @Test
  void meansFarLargerThanDeviationsLoseNothing() {
    // The floats next to a million are 0.0625 apart: a deviation of about 0.01 around it.
    Random random = new Random(2);
    float[][] rows = new float[3000][3];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = 1e6f + (random.nextDouble() < 0.026 ? 0.0625f : 0);
      }
    }
    Moments merged = null;
    for (int from = 0; from < rows.length; from += 100) {
      Moments part = Rows.moments(Arrays.copyOfRange(rows, from, from + 100));
      merged = merged == null ? part : merged.plus(part);
    }
    // A mean of a million is exact to 1e-10 in a double, which is 1e-8 of the deviation.
    assertClose(textbook(rows), merged, 1e-8);
    assertEquals(0.01, merged.deviation(0)[0], 0.003);
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, -3.3f, 1e6f, 1e-30f, 16_777_217f, 3e38f})
  void aConstantColumnHasADeviationOfExactlyZeroHoweverItIsMerged(float constant) {
    float[][] rows = Rows.correlated(3, 90, 3);
    for (float[] row : rows) {
      row[1] = constant;
    }
    Moments merged = Rows.moments(Arrays.copyOfRange(rows, 0, 7));
    merged = merged.plus(Rows.moments(Arrays.copyOfRange(rows, 7, 50)));
    merged = merged.plus(Rows.moments(Arrays.copyOfRange(rows, 50, 90)));
    assertEquals(0, merged.deviation(0)[1]);
    assertEquals((double) constant, merged.mean()[1]);
    double[] correlation = merged.correlation(0);
    for (int i = 0; i < 3; i++) {
      assertEquals(0, correlation[3 + i]);
      assertEquals(0, correlation[3 * i + 1]);
    }
  }

  @Test
  void aColumnCorrelatesWithItselfByOne() {
    double[] correlation = Rows.moments(Rows.correlated(4, 50, DIMENSION)).correlation(0);
    for (int i = 0; i < DIMENSION; i++) {
      assertEquals(1, correlation[i * DIMENSION + i], 1e-14);
    }
  }

  @Test
  void aSingleRowHasNoDeviation() {
    Moments one = Rows.moments(new float[] {3, 4});
    assertEquals(1, one.count());
    assertArrayEquals(new double[] {3, 4}, one.mean());
    assertArrayEquals(new double[2], one.deviation(0));
  }

  @Test
  void deviationAndCovarianceDivideByOneLessThanTheRows() {
    Moments moments = Rows.moments(new float[] {1, 0}, new float[] {3, 1});
    assertArrayEquals(new double[] {Math.sqrt(2), Math.sqrt(0.5)}, moments.deviation(0), 1e-15);
    assertArrayEquals(new double[] {2, 1, 1, 0.5}, moments.covariance(), 1e-15);
  }

  @Test
  void onlyTheFirstRowsOfALongerBlockCount() {
    float[] block = {1, 2, 3, 4, 99, 99};
    assertClose(
        textbook(new float[][] {{1, 2}, {3, 4}}), LinearAlgebra.moments(block, 2, 2), 1e-15);
  }

  private static Moments textbook(float[][] rows) {
    int d = rows[0].length;
    double[] mean = new double[d];
    for (float[] row : rows) {
      for (int i = 0; i < d; i++) {
        mean[i] += row[i];
      }
    }
    for (int i = 0; i < d; i++) {
      mean[i] /= rows.length;
    }
    double[] products = new double[d * d];
    for (float[] row : rows) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          products[i * d + j] += (row[i] - mean[i]) * (row[j] - mean[j]);
        }
      }
    }
    return new Moments(rows.length, mean, products);
  }

  /** Relative to the sizes of the columns concerned. */
  private static void assertClose(Moments expected, Moments actual, double tolerance) {
    int d = expected.dimension();
    assertEquals(expected.count(), actual.count());
    for (int i = 0; i < d; i++) {
      assertEquals(
          expected.mean()[i], actual.mean()[i], 1e-14 * Math.abs(expected.mean()[i]) + 1e-14);
      for (int j = 0; j < d; j++) {
        double size =
            Math.sqrt(expected.crossProducts()[i * d + i] * expected.crossProducts()[j * d + j]);
        assertEquals(
            expected.crossProducts()[i * d + j],
            actual.crossProducts()[i * d + j],
            tolerance * size + 1e-300);
      }
    }
  }
}
