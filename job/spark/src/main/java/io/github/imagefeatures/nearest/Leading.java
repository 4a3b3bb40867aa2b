package io.github.imagefeatures.nearest;

import java.io.Serializable;
import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/**
 * The few coordinates of a row that tell most of its distances: two rows are at least as far from
 * one another as these and the lengths of what they leave are. They are the first ones of each row,
 * or its parts along directions of length 1 that lie across one another.
 *
 * @param mean of all rows, from which coordinates count
 * @param count how many there are: as many as a row has numbers where these are few
 * @param directions {@code count} of them, one after another; empty where the first coordinates are
 *     meant
 */
record Leading(double[] mean, int count, double[] directions) implements Serializable {
  /** Beyond these a coordinate more costs every pair of rows as much as it saves of the others. */
  static final int MOST = 192;

  /** Rows from which directions are learnt. */
  static final int SAMPLE = 2 * MOST;

  private static final byte VECTORS_IN_PLACE = 'O';

  /** All coordinates. */
  static Leading all(double[] mean) {
    return new Leading(mean, mean.length, new double[0]);
  }

  /**
   * The first coordinates, which in a table of components tell most.
   *
   * @param mean of all rows
   */
  static Leading first(double[] mean) {
    // What they leave of fewer takes too little time to be worth it.
    return mean.length < 2 * MOST ? all(mean) : new Leading(mean, MOST, new double[0]);
  }

  /**
   * Those in which a sample differs most: its singular vectors.
   *
   * @param mean of all rows
   * @param sample {@link #SAMPLE} rows less the mean, one after another; is overwritten
   */
  static Leading ofSample(double[] mean, double[] sample) {
    int failed =
        openblas.LAPACKE_dgesdd(
            openblas.LAPACK_COL_MAJOR,
            VECTORS_IN_PLACE,
            mean.length,
            SAMPLE,
            sample,
            mean.length,
            new double[SAMPLE],
            new double[1],
            1,
            new double[SAMPLE * SAMPLE],
            SAMPLE);
    // Any coordinates lead to the same neighbours, and all of them without a bound.
    return failed == 0
        ? new Leading(mean, MOST, Arrays.copyOf(sample, MOST * mean.length))
        : all(mean);
  }

  /**
   * Those of some rows.
   *
   * @param centred the rows less the mean, one after another
   * @return {@link #count} numbers a row
   */
  double[] of(double[] centred) {
    int width = mean.length;
    int rows = centred.length / width;
    double[] leading = new double[rows * count];
    if (directions.length == 0) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(centred, row * width, leading, row * count, count);
      }
      return leading;
    }
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        rows,
        count,
        width,
        1,
        centred,
        width,
        directions,
        width,
        0,
        leading,
        count);
    return leading;
  }

  /** Whether a search by so many numbers of a row is one by some of these. */
  boolean hold(int dimensions) {
    return dimensions <= count;
  }
}
