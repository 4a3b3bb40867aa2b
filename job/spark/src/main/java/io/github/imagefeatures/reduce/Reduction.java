package io.github.imagefeatures.reduce;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.io.Serializable;
import java.util.Arrays;
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
 * @param mean the mean of each feature
 * @param deviation the standard deviation of each feature, n - 1 in the denominator; 0 for a
 *     constant one
 * @param loadings features x components, row by row; signs fixed so that a component's
 *     largest-magnitude entry is positive
 * @param variance what every component explains, whether kept or not; of a model of Spark's own
 *     what those kept explain
 * @param components how many are kept, k
 * @param fittedMean the mean of each feature of the rows that were fitted, from which errors are
 *     measured; null when it is not known
 * @serial exclude
 */
public record Reduction(
    long images,
    Scaling scaling,
    double[] mean,
    double[] deviation,
    double[] loadings,
    ExplainedVariance variance,
    int components,
    double[] fittedMean)
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
   * @param model the model of Spark MLlib
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

  @Override
  public Reduction keeping(int fewer) {
    double[] first = new double[mean.length * fewer];
    for (int row = 0; row < mean.length; row++) {
      System.arraycopy(loadings, row * components, first, row * fewer, fewer);
    }
    return new Reduction(images, scaling, mean, deviation, first, variance, fewer, fittedMean);
  }

  /**
   * The same with a mean that its models do not keep, so that errors can be measured.
   *
   * @param mean of each feature of the rows that were fitted
   * @return the same fit
   * @throws IllegalArgumentException when it has not as many features
   */
  public Reduction fittedAround(double[] mean) {
    if (mean.length != this.mean.length) {
      throw new IllegalArgumentException("the fitted mean has not as many features");
    }
    return new Reduction(
        images, scaling, this.mean, deviation, loadings, variance, components, mean);
  }

  /**
   * What is taken off the features before they are divided.
   *
   * @return the means; zeros where nothing is scaled
   */
  public double[] centre() {
    return scaling == Scaling.NONE ? new double[mean.length] : mean.clone();
  }

  /**
   * What the centred features are divided by.
   *
   * @return the deviations, with 1 for a constant feature, and where nothing is scaled
   */
  public double[] scale() {
    double[] scale = new double[mean.length];
    Arrays.setAll(scale, i -> isScaled(i) ? deviation[i] : 1);
    return scale;
  }

  /**
   * What the scaled features are multiplied by.
   *
   * @return components x features, row by row; 0 for a constant feature, which counts for nothing
   */
  public double[] weights() {
    double[] weights = new double[loadings.length];
    for (int f = 0; f < mean.length; f++) {
      boolean counts = scaling == Scaling.NONE || isScaled(f);
      for (int c = 0; c < components; c++) {
        weights[c * mean.length + f] = counts ? loadings[f * components + c] : 0;
      }
    }
    return weights;
  }

  private boolean isScaled(int feature) {
    return scaling == Scaling.STANDARD && deviation[feature] != 0;
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
