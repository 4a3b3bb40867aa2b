package io.github.imagefeatures.reduce;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.PipelineModel;

/**
 * What {@link ScaledPca} has fitted: the scaler's numbers and the components kept.
 *
 * @param images rows that were fitted; 0 when that is not known any more
 * @param scaling what is done before the projection
 * @param mean of each feature
 * @param deviation of each feature, n - 1 in the denominator; 0 for a constant one
 * @param loadings features x components, row by row; signs fixed so that a component's
 *     largest-magnitude entry is positive
 * @param variance what every component explains, whether kept or not; of a model of Spark's own
 *     what those kept explain
 * @param components how many are kept, k
 * @serial exclude
 */
public record Reduction(
    long images,
    Scaling scaling,
    double[] mean,
    double[] deviation,
    double[] loadings,
    ExplainedVariance variance,
    int components)
    implements Reduced, Serializable {

  @Override
  public int dimension() {
    return mean.length;
  }

  /**
   * Reads a reduction back out of the models that {@link #toPipelineModel} makes, or of others of
   * their kind: a scaler, with or without mean and deviation, and a principal component analysis,
   * or the latter alone.
   *
   * @param model of Spark MLlib
   * @param explained what all components of the fit explain, where that was kept beside the model,
   *     which knows only those that it keeps
   * @param images rows that were fitted, 0 when that is not known
   * @return the same numbers
   * @throws IllegalArgumentException when it is no such model; the message says in what
   */
  public static Reduction of(
      PipelineModel model, Optional<ExplainedVariance> explained, long images) {
    return MllibModels.reduction(model, explained, images);
  }

  /**
   * The same with fewer components.
   *
   * @param fewer 1 to {@link #components}
   * @return the first of them
   */
  public Reduction keeping(int fewer) {
    double[] first = new double[mean.length * fewer];
    for (int row = 0; row < mean.length; row++) {
      System.arraycopy(loadings, row * components, first, row * fewer, fewer);
    }
    return new Reduction(images, scaling, mean, deviation, first, variance, fewer);
  }

  @Override
  public JavaRDD<ProjectedVector> project(JavaRDD<FeatureVector> vectors) {
    Broadcast<AffineMap> map =
        JavaSparkContext.fromSparkContext(vectors.context()).broadcast(AffineMap.of(this));
    return vectors.mapPartitions(new Projection(map));
  }

  @Override
  public PipelineModel toPipelineModel(String inputColumn, String outputColumn) {
    return MllibModels.pipeline(this, inputColumn, outputColumn);
  }
}
