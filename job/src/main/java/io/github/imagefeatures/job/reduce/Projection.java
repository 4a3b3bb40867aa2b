package io.github.imagefeatures.job.reduce;

import io.github.imagefeatures.job.vector.FeatureVector;
import io.github.imagefeatures.job.vector.ProjectedVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/**
 * Projects a partition's rows block by block: {@code (x - shift) * factors}, where scaling is part
 * of shift and factors.
 */
final class Projection implements MapPartitionsFunction<FeatureVector, ProjectedVector> {
  private static final long serialVersionUID = 1L;
  private static final int BLOCK_ROWS = 512;

  private final double[] shift;
  private final double[] factors;
  private final int components;

  private Projection(double[] shift, double[] factors, int components) {
    this.shift = shift;
    this.factors = factors;
    this.components = components;
  }

  static Projection of(Reduction reduction) {
    int k = reduction.components();
    if (reduction.scaling() == Scaling.NONE) {
      // As MLlib's PCA alone: not centred.
      return new Projection(new double[reduction.mean().length], reduction.loadings(), k);
    }
    double[] inverse = Moments.inverseOf(reduction.deviation());
    double[] scaled = new double[reduction.loadings().length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = reduction.loadings()[i] * inverse[i / k];
    }
    return new Projection(reduction.mean(), scaled, k);
  }

  @Override
  public Iterator<ProjectedVector> call(Iterator<FeatureVector> rows) {
    LinearAlgebra algebra = SharedLinearAlgebra.get();
    Queue<ProjectedVector> ready = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return !ready.isEmpty() || rows.hasNext();
      }

      @Override
      public ProjectedVector next() {
        if (ready.isEmpty()) {
          ready.addAll(project(algebra, nextBlock(rows)));
        }
        return ready.remove();
      }
    };
  }

  private static List<FeatureVector> nextBlock(Iterator<FeatureVector> rows) {
    List<FeatureVector> block = new ArrayList<>(BLOCK_ROWS);
    while (block.size() < BLOCK_ROWS && rows.hasNext()) {
      block.add(rows.next());
    }
    return block;
  }

  private List<ProjectedVector> project(LinearAlgebra algebra, List<FeatureVector> block) {
    float[] values = new float[block.size() * shift.length];
    for (int i = 0; i < block.size(); i++) {
      System.arraycopy(block.get(i).getFeatures(), 0, values, i * shift.length, shift.length);
    }
    double[] projected = algebra.project(values, block.size(), shift, factors, components);
    List<ProjectedVector> rows = new ArrayList<>(block.size());
    for (int i = 0; i < block.size(); i++) {
      double[] row = Arrays.copyOfRange(projected, i * components, (i + 1) * components);
      rows.add(new ProjectedVector(block.get(i), row));
    }
    return rows;
  }
}
