package io.github.imagefeatures.reduce;

import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.PipelineModel;

/**
 * A fitted reduction: the scaler's numbers and the components kept.
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
    implements Serializable {

  /** Loads the native library that a fit computes with, unless that is done. */
  public static void loadLibrary() {
    LinearAlgebra.load();
  }

  /**
   * Fits scaling and components in one pass over the features.
   *
   * @param vectors at least two different rows
   * @param dimension numbers in each
   * @param scaling standard or none
   * @param choice how many components to keep
   * @param error how far two computations of one feature may lie apart: features and components
   *     that vary by no more are taken for constant
   * @return what was fitted
   * @throws ReductionException when the rows are too few or all the same, or have fewer components
   *     than asked for
   */
  public static Reduction fit(
      JavaRDD<FeatureVector> vectors,
      int dimension,
      Scaling scaling,
      ComponentChoice choice,
      double error) {
    Moments moments = MomentsPass.over(vectors, dimension);
    PrincipalComponents all = PrincipalComponents.of(moments, scaling, error);
    int k = choice.count(all.variance(), all.rank());
    return new Reduction(
        moments.count(),
        scaling,
        moments.mean(),
        moments.deviation(error),
        all.first(k),
        all.variance(),
        k);
  }

  /**
   * Projects rows on the components kept.
   *
   * @param vectors rows of the dimension that was fitted
   * @return the rows with their components, in the same partitions and order
   */
  public JavaRDD<ProjectedVector> project(JavaRDD<FeatureVector> vectors) {
    Broadcast<AffineMap> map =
        JavaSparkContext.fromSparkContext(vectors.context()).broadcast(AffineMap.of(this));
    return vectors.mapPartitions(new Projection(map));
  }

  /** {@return share of the variance that the components kept have together, 0 to 1} */
  public double cumulativeVariance() {
    return variance.cumulative(components);
  }

  /**
   * The same as MLlib's own models.
   *
   * @param inputColumn a vector column
   * @param outputColumn what to call the components
   * @return scaler, if any, and PCA
   */
  public PipelineModel toPipelineModel(String inputColumn, String outputColumn) {
    return MllibModels.pipeline(this, inputColumn, outputColumn);
  }
}
