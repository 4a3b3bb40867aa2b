package io.github.imagefeatures.job.reduce;

import io.github.imagefeatures.job.failure.ReductionException;
import io.github.imagefeatures.job.vector.FeatureVector;
import io.github.imagefeatures.job.vector.ProjectedVector;
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
 * @param deviation of each feature, n - 1 in the denominator
 * @param loadings features x components, row by row; signs fixed so that a component's
 *     largest-magnitude entry is positive
 * @param explainedVariance share of the total variance of every component, descending, whether kept
 *     or not
 * @param components how many are kept, k
 * @serial exclude
 */
public record Reduction(
    long images,
    Scaling scaling,
    double[] mean,
    double[] deviation,
    double[] loadings,
    double[] explainedVariance,
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
   * @return what was fitted
   * @throws ReductionException when the rows are too few or all the same, or have fewer components
   *     than asked for
   */
  public static Reduction fit(
      JavaRDD<FeatureVector> vectors, int dimension, Scaling scaling, ComponentChoice choice) {
    Moments moments = MomentsPass.over(vectors, dimension);
    PrincipalComponents all = PrincipalComponents.of(moments, scaling);
    int k = choice.count(all.explainedVariance(), all.rank());
    return new Reduction(
        moments.count(),
        scaling,
        moments.mean(),
        moments.deviation(),
        all.first(k),
        all.explainedVariance(),
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
    double sum = 0;
    for (int i = 0; i < components; i++) {
      sum += explainedVariance[i];
    }
    return sum;
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
