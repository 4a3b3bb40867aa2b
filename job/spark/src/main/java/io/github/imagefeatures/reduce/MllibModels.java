package io.github.imagefeatures.reduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;

/**
 * A reduction as MLlib's own models, so that any Spark, from Python too, loads and applies it.
 * Their constructors are private to MLlib in Scala, which its class files cannot express.
 */
final class MllibModels {
  private static final String SCALED = "scaled_features";

  private MllibModels() {}

  static PipelineModel pipeline(Reduction reduction, String inputColumn, String outputColumn) {
    List<Transformer> stages = new ArrayList<>();
    String pcaInput = inputColumn;
    if (reduction.scaling() == Scaling.STANDARD) {
      stages.add(scaler(reduction).setInputCol(inputColumn).setOutputCol(SCALED));
      pcaInput = SCALED;
    }
    stages.add(pca(reduction).setInputCol(pcaInput).setOutputCol(outputColumn));
    return new PipelineModel("image-features", stages.toArray(Transformer[]::new));
  }

  private static StandardScalerModel scaler(Reduction reduction) {
    StandardScalerModel model =
        new StandardScalerModel(
            "standard-scaler",
            new DenseVector(reduction.deviation()),
            new DenseVector(reduction.mean()));
    model.set(model.withMean(), true);
    model.set(model.withStd(), true);
    return model;
  }

  private static PCAModel pca(Reduction reduction) {
    int k = reduction.components();
    double[] kept = Arrays.copyOf(reduction.variance().shares(), k);
    PCAModel model =
        new PCAModel(
            "pca",
            // Row by row, which MLlib calls a transposed matrix and so writes it.
            new DenseMatrix(reduction.mean().length, k, reduction.loadings(), true),
            new DenseVector(kept));
    model.set(model.k(), k);
    return model;
  }
}
