package io.github.imagefeatures.reduce;

import java.util.Arrays;
import java.util.Random;

/**
 * A program for {@link ProjectionKernelsTest}: one row of features at every place of a block, at
 * every other one at a time, with others between, by several numbers of components. Prints how many
 * copies got other components than the first.
 */
final class CopiesAmongRows {
  private static final int FEATURES = 1280;

  private CopiesAmongRows() {}

  public static void main(String[] args) {
    Random random = new Random(1);
    float[] copied = row(random);
    int different = 0;
    for (int components : new int[] {1, 3, 7, 16, 50, 307, 915, FEATURES}) {
      double[] factors = random.doubles((long) FEATURES * components, -1, 1).toArray();
      AffineMap map = new AffineMap(new double[FEATURES], factors, components, null);
      double[] expected = null;
      for (int first = 0; first < 2; first++) {
        float[] block = new float[LinearAlgebra.ROWS_A_CALL * FEATURES];
        for (int place = 0; place < LinearAlgebra.ROWS_A_CALL; place++) {
          float[] row = place % 2 == first ? copied : row(random);
          System.arraycopy(row, 0, block, place * FEATURES, FEATURES);
        }
        double[] all = LinearAlgebra.project(block, LinearAlgebra.ROWS_A_CALL, map);
        for (int place = first; place < LinearAlgebra.ROWS_A_CALL; place += 2) {
          double[] one = Arrays.copyOfRange(all, place * components, (place + 1) * components);
          expected = expected == null ? one : expected;
          different += Arrays.equals(expected, one) ? 0 : 1;
        }
      }
    }
    System.out.println(different + " copies differ");
  }

  private static float[] row(Random random) {
    float[] row = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      row[i] = random.nextFloat();
    }
    return row;
  }
}
