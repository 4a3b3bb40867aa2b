package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.ReductionException;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The decomposition against EJML's singular values of the rows themselves, and at its edges. */
final class PrincipalComponentsTest {
  @ParameterizedTest
  @EnumSource(Scaling.class)
  void componentsAreTheSingularVectorsOfTheCentredRows(Scaling scaling) {
    assertIsEjmls(Rows.correlated(1, 400, 10), scaling, 1e-9);
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void fewerRowsThanColumnsGiveOneComponentLessThanRows(Scaling scaling) {
    float[][] rows = Rows.correlated(2, 6, 20);
    PrincipalComponents all = of(scaling, rows);
    assertEquals(5, all.rank());
    assertIsEjmls(rows, scaling, 1e-9);
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void fewRowsHaveTheComponentsThatTheWholeDecompositionGives(Scaling scaling) {
    int d = 200;
    Moments moments = Rows.moments(Rows.correlated(10, 40, d));
    double[] matrix = scaling == Scaling.STANDARD ? moments.correlation(0) : moments.covariance();
    LinearAlgebra.Eigen all = LinearAlgebra.eigen(matrix, d, d);
    LinearAlgebra.Eigen few = LinearAlgebra.eigen(matrix, d, 39);
    double largest = all.values()[d - 1];
    for (int c = 0; c < 39; c++) {
      int own = few.values().length - 1 - c;
      assertEquals(all.values()[d - 1 - c], few.values()[own], 1e-14 * d * largest);
      double gap = all.values()[d - 1 - c] - all.values()[d - 2 - c];
      assertEquals(1, Math.abs(product(all, d - 1 - c, few, own, d)), 1e-13 * largest / gap);
    }
    for (int i = 0; i < few.values().length; i++) {
      for (int j = 0; j <= i; j++) {
        assertEquals(i == j ? 1 : 0, product(few, i, few, j, d), 1e-13);
      }
    }
  }

  private static double product(
      LinearAlgebra.Eigen one, int row, LinearAlgebra.Eigen other, int column, int d) {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      sum += one.vectors()[row * d + i] * other.vectors()[column * d + i];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void meansFarLargerThanDeviationsLoseNothing(Scaling scaling) {
    // The floats next to a million are 0.0625 apart: deviations of 0.01 to 0.03, correlated.
    Random random = new Random(3);
    float[][] rows = new float[2000][5];
    for (float[] row : rows) {
      boolean common = random.nextDouble() < 0.02;
      for (int i = 0; i < row.length; i++) {
        row[i] =
            1e6f
                + (common ? 0.0625f * i : 0)
                + (random.nextDouble() < 0.02 * (i + 1) ? 0.0625f : 0);
      }
    }
    assertIsEjmls(rows, scaling, 1e-8);
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void theLargestLoadingOfEachComponentIsPositive(Scaling scaling) {
    PrincipalComponents all = of(scaling, Rows.correlated(4, 200, 15));
    for (int c = 0; c < 15; c++) {
      double largest = 0;
      double squares = 0;
      for (int row = 0; row < 15; row++) {
        double loading = all.loadings()[row * 15 + c];
        squares += loading * loading;
        if (Math.abs(loading) > Math.abs(largest)) {
          largest = loading;
        }
      }
      assertTrue(largest > 0, "component " + c);
      assertEquals(1, squares, 1e-12);
    }
  }

  @Test
  void theFirstOfTwoEqualLoadingsDecides() {
    // An eigenvector of (-1, 1) and one of (1, 1), their entries equal to the bit.
    Moments moments = new Moments(3, new double[2], new double[] {4, -2, -2, 4});
    LinearAlgebra.Eigen eigen = LinearAlgebra.eigen(moments.covariance(), 2, 2);
    assertEquals(Math.abs(eigen.vectors()[0]), Math.abs(eigen.vectors()[1]));
    double half = Math.sqrt(0.5);
    PrincipalComponents all = PrincipalComponents.of(moments, Scaling.NONE, 0);
    assertArrayEquals(new double[] {half, half, -half, half}, all.loadings(), 1e-15);
  }

  @Test
  void sharesFallAndAddUpToOne() {
    double[] shares = of(Scaling.STANDARD, Rows.correlated(5, 100, 12)).variance().shares();
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      assertTrue(shares[i] >= 0 && (i == 0 || shares[i] <= shares[i - 1]), "component " + i);
      sum += shares[i];
    }
    assertEquals(1, sum, 1e-14);
  }

  @Test
  void theFirstComponentsAreTheFirstColumns() {
    PrincipalComponents all = of(Scaling.NONE, Rows.correlated(6, 30, 4));
    double[] first = all.first(2);
    assertEquals(8, first.length);
    for (int row = 0; row < 4; row++) {
      for (int c = 0; c < 2; c++) {
        assertEquals(all.loadings()[row * 4 + c], first[row * 2 + c]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void oneRowIsRefused(Scaling scaling) {
    assertRefused("One image has no principal components", scaling, new float[] {1, 2});
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void equalRowsAreRefused(Scaling scaling) {
    float[] row = {0.1f, -7.3f, 1e6f};
    assertRefused(
        "All images have the same features", scaling, row, row.clone(), row.clone(), row.clone());
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void twoRowsHaveOneComponent(Scaling scaling) {
    PrincipalComponents all = of(scaling, new float[] {1, 2, 3}, new float[] {4, 2, 1});
    assertEquals(1, all.rank());
    assertEquals(1, all.variance().shares()[0], 1e-12);
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void copiesOfTwoRowsHaveOneComponent(Scaling scaling) {
    float[][] two = Rows.correlated(7, 2, 40);
    float[][] rows = new float[100][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = two[i % 3 == 0 ? 0 : 1];
    }
    assertEquals(1, of(scaling, rows).rank());
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void aConstantColumnHasNoPartInAnyComponentOfVariance(Scaling scaling) {
    float[][] rows = Rows.correlated(8, 60, 5);
    for (float[] row : rows) {
      row[2] = 0.1f;
    }
    PrincipalComponents all = of(scaling, rows);
    assertEquals(4, all.rank());
    for (int c = 0; c < 4; c++) {
      assertEquals(0, all.loadings()[2 * 5 + c], 1e-12);
    }
    for (double loading : all.loadings()) {
      assertTrue(Double.isFinite(loading));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void columnsThatRepeatOthersAddNoRank(int copies) {
    float[][] base = Rows.correlated(9, 50, 4);
    float[][] rows = new float[50][4 + copies];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(base[i], 0, rows[i], 0, 4);
      for (int c = 0; c < copies; c++) {
        rows[i][4 + c] = base[i][0];
      }
    }
    assertEquals(4, of(Scaling.STANDARD, rows).rank());
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void copiesOfTwoRowsThatDifferByNoMoreThanTheErrorHaveOneComponent(Scaling scaling) {
    float[][] rows = copies(Rows.correlated(7, 2, 40), 100, 3e-5);
    assertTrue(PrincipalComponents.of(Rows.moments(rows), scaling, 0).rank() > 1, "noise");
    assertEquals(1, PrincipalComponents.of(Rows.moments(rows), scaling, 1e-4).rank());
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void copiesOfOneRowThatDifferByNoMoreThanTheErrorAreRefused(Scaling scaling) {
    float[][] rows = copies(Rows.correlated(7, 1, 40), 100, 3e-5);
    String message =
        assertThrows(
                ReductionException.class,
                () -> PrincipalComponents.of(Rows.moments(rows), scaling, 1e-4))
            .getMessage();
    assertTrue(message.startsWith("All images have the same features"), message);
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void anErrorFarBelowTheVarianceChangesNothing(Scaling scaling) {
    Moments moments = Rows.moments(Rows.correlated(8, 300, 12));
    PrincipalComponents exact = PrincipalComponents.of(moments, scaling, 0);
    PrincipalComponents other = PrincipalComponents.of(moments, scaling, 1e-4);
    assertEquals(exact.rank(), other.rank());
    assertArrayEquals(exact.loadings(), other.loadings());
    assertArrayEquals(exact.variance().shares(), other.variance().shares());
  }

  /** Copies as another processor computes them: each number apart by up to twice {@code error}. */
  private static float[][] copies(float[][] originals, int count, double error) {
    Random random = new Random(9);
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = originals[i % originals.length].clone();
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] += (float) (error * (2 * random.nextDouble() - 1));
      }
    }
    return rows;
  }

  private static PrincipalComponents of(Scaling scaling, float[]... rows) {
    return PrincipalComponents.of(Rows.moments(rows), scaling, 0);
  }

  private static void assertRefused(String start, Scaling scaling, float[]... rows) {
    String message = assertThrows(ReductionException.class, () -> of(scaling, rows)).getMessage();
    assertTrue(message.startsWith(start), message);
    assertTrue(
        message.endsWith(
            "give a folder with at least two different images, or choose --fit-from an earlier run or --features-only."),
        message);
  }

  private static void assertIsEjmls(float[][] rows, Scaling scaling, double tolerance) {
    int d = rows[0].length;
    PrincipalComponents ours = of(scaling, rows);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(rows.length, d, false, true, true);
    assertTrue(svd.decompose(prepared(rows, scaling)));
    DMatrixRMaj w = svd.getW(null);
    DMatrixRMaj v = svd.getV(null, false);
    SingularOps_DDRM.descendingOrder(null, false, w, v, false);
    double total = 0;
    for (int c = 0; c < Math.min(rows.length, d); c++) {
      total += w.get(c, c) * w.get(c, c);
    }
    for (int c = 0; c < ours.rank(); c++) {
      assertEquals(w.get(c, c) * w.get(c, c) / total, ours.variance().shares()[c], 1e-12);
      double alignment = 0;
      for (int row = 0; row < d; row++) {
        alignment += v.get(row, c) * ours.loadings()[row * d + c];
      }
      for (int row = 0; row < d; row++) {
        double expected = Math.signum(alignment) * v.get(row, c);
        assertEquals(expected, ours.loadings()[row * d + c], tolerance, c + ", " + row);
      }
    }
  }

  private static DMatrixRMaj prepared(float[][] rows, Scaling scaling) {
    DMatrixRMaj matrix = new DMatrixRMaj(rows.length, rows[0].length);
    for (int column = 0; column < rows[0].length; column++) {
      double mean = 0;
      for (float[] row : rows) {
        mean += row[column];
      }
      mean /= rows.length;
      double squares = 0;
      for (float[] row : rows) {
        squares += (row[column] - mean) * (row[column] - mean);
      }
      double factor = scaling == Scaling.STANDARD ? 1 / Math.sqrt(squares / (rows.length - 1)) : 1;
      for (int i = 0; i < rows.length; i++) {
        matrix.set(i, column, (rows[i][column] - mean) * factor);
      }
    }
    return matrix;
  }
}
