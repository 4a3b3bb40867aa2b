package io.github.imagefeatures.job.reduce;

import io.github.imagefeatures.job.tensorflow.TensorFlowRuntime;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.linalg.SelfAdjointEig;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The heavy arithmetic of the reduction, in float64 on TensorFlow, which is there already and ten
 * times faster at it than the BLAS that Spark has in Java. Any number of threads may call it.
 */
final class LinearAlgebra implements AutoCloseable {
  private static final String ROWS = "rows";
  private static final String MEAN = "mean";
  private static final String CROSS_PRODUCTS = "crossProducts";
  private static final String SHIFT = "shift";
  private static final String FACTORS = "factors";
  private static final String PROJECTION = "projection";
  private static final String SYMMETRIC = "symmetric";
  private static final String EIGENVALUES = "eigenvalues";
  private static final String EIGENVECTORS = "eigenvectors";

  private final Graph graph = new Graph();
  private final Session session;

  LinearAlgebra() {
    Ops tf = Ops.create(graph);
    Operand<TFloat64> rows =
        tf.dtypes.cast(
            tf.withName(ROWS).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1))),
            TFloat64.class);
    addMoments(tf, rows);
    addProjection(tf, rows);
    addEigenDecomposition(tf);
    session = TensorFlowRuntime.newSession(graph);
  }

  /**
   * Moments of a block of rows.
   *
   * @param block {@code count} rows of {@code dimension} numbers, row by row; may be longer
   */
  Moments moments(float[] block, int count, int dimension) {
    try (TFloat32 rows = matrix(block, count, dimension);
        Result result =
            session
                .runner()
                .setOptions(TensorFlowRuntime.inCallersThread())
                .feed(ROWS, rows)
                .fetch(MEAN)
                .fetch(CROSS_PRODUCTS)
                .run()) {
      return new Moments(count, toArray(result.get(0)), toArray(result.get(1)));
    }
  }

  /**
   * Scaling and projection of a block of rows.
   *
   * @param block {@code count} rows of features, row by row; may be longer
   * @return {@code count} rows of components, row by row
   */
  double[] project(float[] block, int count, AffineMap map) {
    int features = map.shift().length;
    try (TFloat32 rows = matrix(block, count, features);
        TFloat64 shiftTensor = TFloat64.vectorOf(map.shift());
        TFloat64 factorTensor = matrix(map.factors(), features, map.components());
        Result result =
            session
                .runner()
                .setOptions(TensorFlowRuntime.inCallersThread())
                .feed(ROWS, rows)
                .feed(SHIFT, shiftTensor)
                .feed(FACTORS, factorTensor)
                .fetch(PROJECTION)
                .run()) {
      return toArray(result.get(0));
    }
  }

  /** Eigenvalues, ascending, and the eigenvectors as the columns of a matrix, row by row. */
  record Eigen(double[] values, double[] vectors) {}

  /**
   * @param symmetric a symmetric matrix, row by row
   * @param dimension its rows and columns
   */
  Eigen eigen(double[] symmetric, int dimension) {
    try (TFloat64 matrix = matrix(symmetric, dimension, dimension);
        Result result =
            session
                .runner()
                .setOptions(TensorFlowRuntime.inCallersThread())
                .feed(SYMMETRIC, matrix)
                .fetch(EIGENVALUES)
                .fetch(EIGENVECTORS)
                .run()) {
      return new Eigen(toArray(result.get(0)), toArray(result.get(1)));
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }

  /**
   * Rows are taken relative to the block's first, so that a constant column gives exact zeros
   * rather than rounding errors that scaling would blow up.
   */
  private static void addMoments(Ops tf, Operand<TFloat64> rows) {
    Operand<TFloat64> first =
        tf.slice(rows, tf.constant(new int[] {0, 0}), tf.constant(new int[] {1, -1}));
    Operand<TFloat64> relative = tf.math.sub(rows, first);
    Operand<TFloat64> relativeMean = tf.math.mean(relative, tf.constant(0), Mean.keepDims(true));
    Operand<TFloat64> centred = tf.math.sub(relative, relativeMean);
    tf.withName(MEAN).math.add(first, relativeMean);
    tf.withName(CROSS_PRODUCTS).linalg.matMul(centred, centred, MatMul.transposeA(true));
  }

  private static void addProjection(Ops tf, Operand<TFloat64> rows) {
    Operand<TFloat64> shift = tf.withName(SHIFT).placeholder(TFloat64.class);
    Operand<TFloat64> factors = tf.withName(FACTORS).placeholder(TFloat64.class);
    tf.withName(PROJECTION).linalg.matMul(tf.math.sub(rows, shift), factors);
  }

  private static void addEigenDecomposition(Ops tf) {
    SelfAdjointEig<TFloat64> eigen =
        tf.linalg.selfAdjointEig(tf.withName(SYMMETRIC).placeholder(TFloat64.class));
    tf.withName(EIGENVALUES).identity(eigen.e());
    tf.withName(EIGENVECTORS).identity(eigen.v());
  }

  private static TFloat32 matrix(float[] values, int rows, int columns) {
    return TFloat32.tensorOf(
        Shape.of(rows, columns), DataBuffers.of(values).slice(0, (long) rows * columns));
  }

  private static TFloat64 matrix(double[] values, int rows, int columns) {
    return TFloat64.tensorOf(Shape.of(rows, columns), DataBuffers.of(values));
  }

  private static double[] toArray(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.shape().size())];
    tensor.asRawTensor().data().asDoubles().read(values);
    return values;
  }
}
