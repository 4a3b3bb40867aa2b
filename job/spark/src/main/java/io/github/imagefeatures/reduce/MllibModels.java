package io.github.imagefeatures.reduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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

  static Reduction reduction(
      PipelineModel model, Optional<ExplainedVariance> explained, long images) {
    Transformer[] stages = model.stages();
    if (stages.length == 1 && stages[0] instanceof PCAModel pca) {
      int d = pca.pc().numRows();
      return reduction(Scaling.NONE, new double[d], ones(d), pca, explained, images);
    }
    if (stages.length == 2
        && stages[0] instanceof StandardScalerModel scaler
        && stages[1] instanceof PCAModel pca) {
      int d = scaler.mean().size();
      double[] mean = scaler.getWithMean() ? scaler.mean().toArray() : new double[d];
      double[] deviation = scaler.getWithStd() ? scaler.std().toArray() : ones(d);
      return reduction(Scaling.STANDARD, mean, deviation, pca, explained, images);
    }
    throw new IllegalArgumentException(
        "its stages are "
            + Arrays.stream(stages)
                .map(stage -> stage.getClass().getSimpleName())
                .collect(Collectors.joining(", "))
            + " and not StandardScalerModel and PCAModel, or PCAModel alone");
  }

  private static Reduction reduction(
      Scaling scaling,
      double[] mean,
      double[] deviation,
      PCAModel pca,
      Optional<ExplainedVariance> explained,
      long images) {
    int k = pca.pc().numCols();
    if (pca.pc().numRows() != mean.length || deviation.length != mean.length) {
      throw new IllegalArgumentException("its scaler and its components have not as many features");
    }
    ExplainedVariance variance =
        explained.orElseGet(() -> ExplainedVariance.of(pca.explainedVariance().toArray()));
    if (variance.size() < k) {
      throw new IllegalArgumentException(
          "what its components explain is known of fewer than it has");
    }
    double[] loadings = new double[mean.length * k];
    for (int i = 0; i < loadings.length; i++) {
      loadings[i] = pca.pc().apply(i / k, i % k);
    }
    requireFinite(mean, deviation, loadings);
    return new Reduction(images, scaling, mean, deviation, loadings, variance, k, null);
  }

  private static void requireFinite(double[]... numbers) {
    if (!Arrays.stream(numbers).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("it has numbers that are not finite");
    }
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
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
