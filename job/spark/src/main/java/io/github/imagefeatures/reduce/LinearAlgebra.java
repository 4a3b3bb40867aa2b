package io.github.imagefeatures.reduce;

import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The heavy arithmetic of a fit and of what is projected with it, in float64 on OpenBLAS. Any
 * number of threads may call it. Each call keeps to the caller's core: OpenBLAS' own threads wait
 * for one another in loops, for seconds where others use the cores.
 *
 * <p>Matrices are one array each, row by row.
 */
final class LinearAlgebra {
  /**
   * Rows of every product of a projection, filled up where there are fewer: a multiple of the rows
   * that each of OpenBLAS' kernels takes at a time, up to 24. A rest would be added up in another
   * order than the rows before it.
   */
  static final int ROWS_A_CALL = 192;

  private static final byte EIGENVECTORS_TOO = 'V';
  private static final byte VECTORS_IN_PLACE = 'O';

  /** Up to this part of the dimensions the way for few of them is the quicker one. */
  private static final int SMALL_SHARE = 3;

  /** LAPACK's own: the dimension, times the machine's precision, times the largest entry. */
  private static final double USUAL_TOLERANCE = -1;

  private static final byte LOWER_TRIANGLE = 'L';

  static {
    openblas.blas_set_num_threads(1);
  }

  private LinearAlgebra() {}

  /** Loads OpenBLAS' library, unless that is done. */
  static void load() {
    Loader.load(openblas.class);
  }

  /**
   * Moments of a block of rows.
   *
   * @param block {@code count} rows of {@code dimension} numbers, row by row; may be longer
   */
  static Moments moments(float[] block, int count, int dimension) {
    double[] centred = new double[count * dimension];
    double[] mean = centre(block, centred, dimension);
    return new Moments(count, mean, crossProducts(centred, count, dimension));
  }

  /**
   * Rows are taken relative to the block's first, so that a constant column gives exact zeros
   * rather than rounding errors that scaling would blow up.
   *
   * @return the mean of each column
   */
  private static double[] centre(float[] block, double[] centred, int dimension) {
    double[] mean = new double[dimension];
    for (int row = 0; row < centred.length; row += dimension) {
      for (int j = 0; j < dimension; j++) {
        double relative = (double) block[row + j] - block[j];
        centred[row + j] = relative;
        mean[j] += relative;
      }
    }
    int count = centred.length / dimension;
    for (int j = 0; j < dimension; j++) {
      mean[j] /= count;
    }
    for (int row = 0; row < centred.length; row += dimension) {
      for (int j = 0; j < dimension; j++) {
        centred[row + j] -= mean[j];
      }
    }
    for (int j = 0; j < dimension; j++) {
      mean[j] += block[j];
    }
    return mean;
  }

  private static double[] crossProducts(double[] centred, int count, int dimension) {
    double[] products = new double[dimension * dimension];
    openblas.cblas_dsyrk(
        openblas.CblasRowMajor,
        openblas.CblasLower,
        openblas.CblasTrans,
        dimension,
        count,
        1,
        centred,
        dimension,
        0,
        products,
        dimension);
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < i; j++) {
        products[j * dimension + i] = products[i * dimension + j];
      }
    }
    return products;
  }

  /**
   * Scales and projects a block of rows. A row's components depend on nothing but the row, to the
   * last bit, so that copies of an image lie at one point: all products have one shape, and within
   * it each row is added up in the same order.
   *
   * @param block {@link #ROWS_A_CALL} rows of features, row by row; what is behind the first {@code
   *     count} of them does not matter
   * @return {@code count} rows of components, row by row
   */
  static double[] project(float[] block, int count, AffineMap map) {
    double[] shift = map.shift();
    double[] shifted = new double[block.length];
    for (int row = 0; row < block.length; row += shift.length) {
      for (int j = 0; j < shift.length; j++) {
        shifted[row + j] = block[row + j] - shift[j];
      }
    }
    double[] components = new double[ROWS_A_CALL * map.components()];
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        ROWS_A_CALL,
        map.components(),
        shift.length,
        1,
        shifted,
        shift.length,
        map.factors(),
        map.components(),
        0,
        components,
        map.components());
    return Arrays.copyOf(components, count * map.components());
  }

  /** Eigenvalues, ascending, and the eigenvector of each as a row. */
  record Eigen(double[] values, double[] vectors) {}

  /**
   * Eigen-decomposition.
   *
   * @param symmetric a symmetric matrix without negative eigenvalues
   * @param dimension its rows and columns
   * @param mostRank how many eigenvalues differ from 0 at most, but for rounding
   * @return all of them, or, where these are few, those alone
   * @throws IllegalStateException when the decomposition does not converge
   */
  static Eigen eigen(double[] symmetric, int dimension, long mostRank) {
    return mostRank <= dimension / SMALL_SHARE
        ? ofFewDimensions(symmetric, dimension)
        : ofAll(symmetric, dimension);
  }

  /** By divide and conquer. */
  private static Eigen ofAll(double[] symmetric, int dimension) {
    double[] values = new double[dimension];
    double[] vectors = symmetric.clone();
    decompose(vectors, values);
    return new Eigen(values, vectors);
  }

  /**
   * By the singular values of a factor {@code L} of few columns, where the matrix is {@code L L^T}.
   * The eigenvectors are as orthogonal, and the errors as small, as those of the other way, which
   * takes the same time for a few rows as for a million.
   */
  private static Eigen ofFewDimensions(double[] symmetric, int dimension) {
    double[] vectors = factor(symmetric, dimension);
    int rank = vectors.length / dimension;
    double[] singular = new double[rank];
    if (rank > 0) {
      int failed =
          openblas.LAPACKE_dgesdd(
              openblas.LAPACK_COL_MAJOR,
              VECTORS_IN_PLACE,
              dimension,
              rank,
              vectors,
              dimension,
              singular,
              new double[1],
              1,
              new double[rank * rank],
              rank);
      requireConverged(failed, dimension, "dgesdd");
    }
    double[] values = new double[rank];
    double[] ascending = new double[vectors.length];
    for (int i = 0; i < rank; i++) {
      int from = rank - 1 - i;
      values[i] = singular[from] * singular[from];
      System.arraycopy(vectors, from * dimension, ascending, i * dimension, dimension);
    }
    return new Eigen(values, ascending);
  }

  /** The factor of Cholesky's decomposition with pivots, column by column. */
  private static double[] factor(double[] symmetric, int dimension) {
    double[] lower = symmetric.clone();
    int[] pivots = new int[dimension];
    int[] rank = new int[1];
    // That the matrix has less than its full rank, which it says, is known.
    openblas.LAPACKE_dpstrf(
        openblas.LAPACK_COL_MAJOR,
        LOWER_TRIANGLE,
        dimension,
        lower,
        dimension,
        pivots,
        rank,
        USUAL_TOLERANCE);
    double[] factor = new double[dimension * rank[0]];
    for (int column = 0; column < rank[0]; column++) {
      int start = column * dimension;
      for (int row = column; row < dimension; row++) {
        factor[start + pivots[row] - 1] = lower[start + row];
      }
    }
    return factor;
  }

  /**
   * @param matrix gets the eigenvectors
   */
  private static void decompose(double[] matrix, double[] values) {
    int dimension = values.length;
    // Column by column, which a symmetric matrix is as well, vectors come out one after the other.
    int failed =
        openblas.LAPACKE_dsyevd(
            openblas.LAPACK_COL_MAJOR,
            EIGENVECTORS_TOO,
            LOWER_TRIANGLE,
            dimension,
            matrix,
            dimension,
            values);
    requireConverged(failed, dimension, "dsyevd");
  }

  private static void requireConverged(int failed, int dimension, String routine) {
    if (failed != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the eigen-decomposition of a matrix of %d rows did not converge (LAPACK's %s: %d)",
              dimension,
              routine,
              failed));
    }
  }
}
