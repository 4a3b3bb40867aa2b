package io.github.imagefeatures.featurize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.session.SparkSettings;
import io.github.imagefeatures.table.SparkInternals;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference images through Spark with the trained weights, against Keras' own features. */
final class FeaturizerGoldenTest {
  private static final Path SHARED = Path.of("../../../shared").toAbsolutePath().normalize();
  private static final int DIMENSION = 1280;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void featuresAreThoseOfKeras(Engine engine) throws IOException {
    assumeTrue(
        Files.isDirectory(SHARED.resolve("golden")), "needs the reference images in ../shared");
    System.setProperty("spark.master", "local[2]");
    try (SparkSession spark =
        SparkSettings.session("golden test", SparkInternals.Use.AUTO, Assertions::fail)) {
      Map<String, float[]> found = featurize(spark, engine);
      List<String> names = Files.readAllLines(SHARED.resolve("golden/images.txt"));
      FloatBuffer expected = numbers(SHARED.resolve("golden/keras_features.npy"));
      assertEquals(names.size(), found.size());
      for (String name : names) {
        assertAlike(name, expected, found.get(name));
      }
    } finally {
      System.clearProperty("spark.master");
    }
  }

  private Map<String, float[]> featurize(SparkSession spark, Engine engine) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    ImageListing images =
        new ImageLister(hadoop)
            .list(SHARED.resolve("golden/images").toString(), ListingOptions.defaults());
    Weights weights =
        new WeightsLocator(hadoop, List.of(SHARED.resolve("models")), new WeightsDownload())
            .find(Networks.DEFAULT);
    FeaturizeOptions options =
        new FeaturizeOptions(
            OptionalInt.empty(), 4, ImageLimits.DEFAULT, Resampling.DEFAULT, Orientation.DEFAULT);
    String features = folder.resolve("features").toString();
    try (Featurizer featurizer = new Featurizer(spark, weights.loaded().on(engine), options)) {
      assertEquals(
          images.images().size(), featurizer.featurize(images.images(), features).featurized());
    }
    Map<String, float[]> byName = new HashMap<>();
    for (Row row : spark.read().parquet(features).collectAsList()) {
      List<Float> values = row.getList(2);
      float[] vector = new float[values.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = values.get(i);
      }
      byName.put(row.getString(0).replaceFirst(".*/(?=[^/]+/[^/]+$)", ""), vector);
    }
    return byName;
  }

  private static void assertAlike(String name, FloatBuffer expected, float[] found) {
    double largest = 0;
    double product = 0;
    double squaresExpected = 0;
    double squaresFound = 0;
    for (int i = 0; i < DIMENSION; i++) {
      double reference = expected.get();
      largest = Math.max(largest, Math.abs(reference - found[i]));
      product += reference * found[i];
      squaresExpected += reference * reference;
      squaresFound += (double) found[i] * found[i];
    }
    assertTrue(largest <= 1e-4, name + " differs by " + largest);
    double cosine = product / Math.sqrt(squaresExpected * squaresFound);
    assertTrue(cosine >= 0.999999, name + " has cosine " + cosine);
  }

  /** The float32 numbers of a NumPy file of format 1, row by row. */
  private static FloatBuffer numbers(Path file) throws IOException {
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    content.position(10 + content.getShort(8));
    return content.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
