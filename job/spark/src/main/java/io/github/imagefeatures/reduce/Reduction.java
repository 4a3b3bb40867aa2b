package io.github.imagefeatures.reduce;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.PipelineModel;

/**
 * What {@link ScaledPca} has fitted: the scaler's numbers and the components kept.
 *
 * @param images rows that were fitted
 * @param scaling what is done before the projection
 * @param mean of each feature
 * @param deviation of each feature, n - 1 in the denominator; 0 for a constant one
 * @param loadings features x components, row by row; signs fixed so that a component's
 *     largest-magnitude entry is positive
 * @param variance what every component explains, whether kept or not
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
