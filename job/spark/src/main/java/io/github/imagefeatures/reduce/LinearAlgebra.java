package io.github.imagefeatures.reduce;

import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The heavy arithmetic of a fit, in float64 on OpenBLAS. Any number of threads may call it. What
 * tasks call keeps to the caller's core: more threads than cores would wait for one another in
 * loops.
 *
 * <p>Matrices are one array each, row by row.
 */
final class LinearAlgebra {
  private static final byte EIGENVECTORS_TOO = 'V';
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

  /** Eigenvalues, ascending, and the eigenvector of each as a row. */
  record Eigen(double[] values, double[] vectors) {}

  /**
   * Eigen-decomposition by divide and conquer, on all cores.
   *
   * @param symmetric a symmetric matrix
   * @param dimension its rows and columns
   * @throws IllegalStateException when the decomposition does not converge
   */
  static synchronized Eigen eigen(double[] symmetric, int dimension) {
    double[] values = new double[dimension];
    double[] vectors = symmetric.clone();
    openblas.blas_set_num_threads(Runtime.getRuntime().availableProcessors());
    try {
      decompose(vectors, values);
    } finally {
      openblas.blas_set_num_threads(1);
    }
    return new Eigen(values, vectors);
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
    if (failed != 0) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the eigen-decomposition of a matrix of %d rows did not converge (LAPACK's dsyevd: %d)",
              dimension,
              failed));
    }
  }
}
