package io.github.imagefeatures.reduce;

import io.github.imagefeatures.table.FeatureVector;
import org.apache.spark.api.java.JavaRDD;

/**
 * Scaling and principal component analysis, fitted in one pass over the features.
 *
 * @param scaling standard or none
 * @param choice how many components to keep
 */
public record ScaledPca(Scaling scaling, ComponentChoice choice) implements Reducer {

  @Override
  public Reduction fit(JavaRDD<FeatureVector> vectors, int dimension, double error) {
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
        k,
        moments.mean());
  }

  /** Loads the native library that a fit computes with, unless that is done. */
  public static void loadLibrary() {
    LinearAlgebra.load();
  }
}
