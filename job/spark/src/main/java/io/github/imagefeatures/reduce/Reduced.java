package io.github.imagefeatures.reduce;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.PipelineModel;

/**
 * A reduction that was fitted: numbers of each image, called components, in the order in which they
 * matter. There are as many of them as features, of which the first are kept.
 */
public interface Reduced {

  /** {@return rows that were fitted} */
  long images();

  /** {@return numbers in a feature vector} */
  int dimension();

  /** {@return what is done to the features first} */
  Scaling scaling();

  /** {@return how many components are kept, k, 1 to the dimension} */
  int components();

  /** {@return what each component explains of the features' variance, whether kept or not} */
  ExplainedVariance variance();

  /**
   * Computes the components kept.
   *
   * @param vectors rows of the dimension that was fitted
   * @return the rows with their components, in the same partitions and order; equal rows have equal
   *     components
   */
  JavaRDD<ProjectedVector> project(JavaRDD<FeatureVector> vectors);

  /**
   * The same as models of Spark MLlib, which any Spark loads and applies.
   *
   * @param inputColumn a vector column
   * @param outputColumn what to call the components
   * @return one model, after one that scales unless {@link #scaling} is {@link Scaling#NONE}
   */
  PipelineModel toPipelineModel(String inputColumn, String outputColumn);

  /**
   * The same with fewer components.
   *
   * @param fewer 1 to {@link #components}
   * @return the first of them
   */
  Reduced keeping(int fewer);

  /** {@return how many components may carry any variance: one fewer than images at most} */
  default int available() {
    long most = images() == 0 ? variance().size() : Math.min(variance().size(), images() - 1);
    return (int) Math.max(components(), most);
  }

  /** {@return share of the variance that the components kept have together, 0 to 1} */
  default double cumulativeVariance() {
    return variance().cumulative(components());
  }
}
