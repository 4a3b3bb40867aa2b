package io.github.imagefeatures.job.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.job.run.SparkSettings;
import io.github.imagefeatures.job.vector.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reduction on a real Spark against MLlib's own fit. */
final class ReductionTest {
  private static final int DIMENSION = 12;
  private static SparkSession spark;

  @BeforeAll
  static void openSpark() {
    System.setProperty("spark.master", "local[2]");
    spark = SparkSettings.session("reduction test");
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @Test
  void explainedVarianceIsMllibs() {
    Dataset<FeatureVector> vectors = vectors(500);
    Reduction ours =
        Reduction.fit(
            vectors, DIMENSION, Scaling.STANDARD, new ComponentChoice.Fixed(DIMENSION), 2);
    double[] mllibs = mllibFit(vectors).explainedVariance().toArray();
    for (int c = 0; c < DIMENSION; c++) {
      assertEquals(mllibs[c], ours.explainedVariance()[c], 1e-9);
    }
  }

  private static PCAModel mllibFit(Dataset<FeatureVector> vectors) {
    Dataset<Row> rows = vectors.withColumn("v", functions.array_to_vector(vectors.col("features")));
    Dataset<Row> scaled =
        new StandardScaler()
            .setWithMean(true)
            .setWithStd(true)
            .setInputCol("v")
            .setOutputCol("s")
            .fit(rows)
            .transform(rows);
    return new PCA().setK(DIMENSION).setInputCol("s").setOutputCol("p").fit(scaled);
  }

  private static Dataset<FeatureVector> vectors(int rows) {
    Random random = new Random(7);
    List<FeatureVector> vectors = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      float[] features = new float[DIMENSION];
      float common = (float) random.nextGaussian();
      for (int j = 0; j < DIMENSION; j++) {
        features[j] = 1000 + j + common * j + (float) random.nextGaussian();
      }
      vectors.add(new FeatureVector("image " + i, "class " + i % 3, features));
    }
    return spark.createDataset(vectors, Encoders.bean(FeatureVector.class)).repartition(5);
  }
}
