package io.github.imagefeatures.bench;

import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.VectorTable;
import io.github.imagefeatures.table.VectorTableWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * As many rows of features as wanted, from the features of real images: the rows as they are, then
 * again with a small seeded noise on every number, so that no two rows are alike.
 */
final class FitRows {
  private static final double NOISE = 0.01;

  private FitRows() {}

  /**
   * Writes the rows.
   *
   * @param features folder of features
   * @param rows how many are wanted
   * @param numbers how many of each row's numbers, the first ones
   * @param target gets them
   */
  static void write(SparkSession spark, Path features, long rows, int numbers, Path target) {
    JavaRDD<FeatureVector> base = read(spark, features);
    long count = base.count();
    JavaRDD<FeatureVector> all =
        base.zipWithIndex().flatMap(row -> copies(row, count, rows, numbers));
    VectorTableWriter.writeFeatures(spark, all, SaveMode.Overwrite, target.toString());
  }

  static JavaRDD<FeatureVector> read(SparkSession spark, Path folder) {
    return VectorTable.features(spark, folder.toString());
  }

  private static Iterator<FeatureVector> copies(
      Tuple2<FeatureVector, Long> row, long count, long rows, int numbers) {
    FeatureVector first = row._1();
    float[] features = Arrays.copyOf(first.getFeatures(), numbers);
    List<FeatureVector> copies = new ArrayList<>();
    for (long index = row._2(); index < rows; index += count) {
      float[] own = index < count ? features : withNoise(features, new Random(index));
      copies.add(new FeatureVector(first.getPath() + "#" + index, first.getLabel(), own));
    }
    return copies.iterator();
  }

  private static float[] withNoise(float[] features, Random random) {
    float[] noisy = new float[features.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = (float) (features[i] + NOISE * random.nextGaussian());
    }
    return noisy;
  }
}
