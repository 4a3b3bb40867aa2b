package io.github.imagefeatures.reduce;

import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Scaling and projection in float64 on TensorFlow. Here a row's components depend on nothing but
 * the row, to the last bit, so that copies of an image lie at one point: every product has the same
 * number of rows, filled up where there are fewer, and within it TensorFlow adds up each row in the
 * same order. OpenBLAS' product of two matrices rounds a row by its place among the others.
 */
final class ProjectionGraph {
  /** Rows of every product: a multiple of the rows that TensorFlow's kernel takes at a time. */
  static final int ROWS_A_CALL = 128;

  private static final String ROWS = "rows";
  private static final String SHIFT = "shift";
  private static final String FACTORS = "factors";
  private static final String COMPONENTS = "components";

  private static ProjectionGraph shared;

  private final Graph graph = TensorFlowRuntime.newGraph();
  private final Session session;

  private ProjectionGraph() {
    Ops tf = Ops.create(graph);
    Operand<TFloat32> rows =
        tf.withName(ROWS).placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
    Operand<TFloat64> shift = tf.withName(SHIFT).placeholder(TFloat64.class);
    Operand<TFloat64> factors = tf.withName(FACTORS).placeholder(TFloat64.class);
    Operand<TFloat64> shifted = tf.math.sub(tf.dtypes.cast(rows, TFloat64.class), shift);
    tf.withName(COMPONENTS).linalg.matMul(shifted, factors);
    session = TensorFlowRuntime.newSession(graph);
  }

  /** The one of a JVM, made when first asked for and closed with the JVM; for any thread. */
  static synchronized ProjectionGraph get() {
    if (shared == null) {
      ProjectionGraph opened = new ProjectionGraph();
      Runtime.getRuntime().addShutdownHook(new Thread(opened::close, "close-projection"));
      shared = opened;
    }
    return shared;
  }

  /**
   * Projects a block of rows.
   *
   * @param block {@link #ROWS_A_CALL} rows of features, row by row; what is behind the first {@code
   *     count} of them does not matter
   * @return {@code count} rows of components, row by row
   */
  double[] project(float[] block, int count, AffineMap map) {
    int features = map.shift().length;
    try (TFloat32 rows = TFloat32.tensorOf(Shape.of(ROWS_A_CALL, features), DataBuffers.of(block));
        TFloat64 shift = TFloat64.vectorOf(map.shift());
        TFloat64 factors =
            TFloat64.tensorOf(Shape.of(features, map.components()), DataBuffers.of(map.factors()));
        Result result =
            session
                .runner()
                .setOptions(TensorFlowRuntime.inCallersThread())
                .feed(ROWS, rows)
                .feed(SHIFT, shift)
                .feed(FACTORS, factors)
                .fetch(COMPONENTS)
                .run()) {
      double[] components = new double[count * map.components()];
      result.get(0).asRawTensor().data().asDoubles().read(components);
      return components;
    }
  }

  private void close() {
    session.close();
    graph.close();
  }
}
