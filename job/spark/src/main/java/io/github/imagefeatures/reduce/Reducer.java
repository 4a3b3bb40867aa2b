package io.github.imagefeatures.reduce;

import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.table.FeatureVector;
import org.apache.spark.api.java.JavaRDD;

/** A way to fewer numbers than features, which is fitted to the features of a set of images. */
public interface Reducer {

  /**
   * Fits the reduction to features.
   *
   * @param vectors at least two different rows; read as often as the reducer wants
   * @param dimension numbers in each
   * @param error how far two computations of one feature may lie apart: what varies by no more is
   *     taken for constant; 0 for exact rows
   * @return what was fitted
   * @throws ReductionException when the rows are too few or all the same, or have fewer components
   *     than asked for
   */
  Reduced fit(JavaRDD<FeatureVector> vectors, int dimension, double error);
}
