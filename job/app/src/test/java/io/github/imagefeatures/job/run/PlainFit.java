package io.github.imagefeatures.job.run;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScalerModel;

/** A saved model, for plain arithmetic. */
record PlainFit(StandardScalerModel scaler, PCAModel pca) {
  static PlainFit of(Path model) {
    Transformer[] stages = PipelineModel.load(model.toString()).stages();
    return new PlainFit(
        stages.length == 2 ? (StandardScalerModel) stages[0] : null,
        (PCAModel) stages[stages.length - 1]);
  }

  double[] scaledAndCentred(List<Float> features, double[] mean) {
    double[] z = new double[mean.length];
    for (int i = 0; i < z.length; i++) {
      double deviation = scaler == null ? 1 : scaler.std().apply(i);
      z[i] = deviation == 0 ? 0 : (features.get(i) - mean[i]) / deviation;
    }
    return z;
  }

  double score(double[] z, int component) {
    double score = 0;
    for (int i = 0; i < z.length; i++) {
      score += z[i] * pca.pc().apply(i, component);
    }
    return score;
  }

  void takeOffComponents(double[] z) {
    double[] whole = z.clone();
    for (int c = 0; c < pca.pc().numCols(); c++) {
      double score = score(whole, c);
      for (int i = 0; i < z.length; i++) {
        z[i] -= score * pca.pc().apply(i, c);
      }
    }
  }
}
