package io.github.imagefeatures.job.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.job.LocalSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows as Spark's encoders and Parquet see them. */
final class FeatureVectorTest {
  private static final String PATH = "file:/photos/a, b/100% #1? 'x'\n\u00e4\u4e2d.jpg";

  @TempDir private Path temp;

  @Test
  void aFeatureVectorHasThreeColumns() {
    TreeMap<String, String> columns = columns(Encoders.bean(FeatureVector.class));
    assertEquals("{features=array<float>, label=string, path=string}", columns.toString());
  }

  @Test
  void aProjectedVectorHasTheComponentsToo() {
    TreeMap<String, String> columns = columns(Encoders.bean(ProjectedVector.class));
    assertEquals(
        "{components=array<double>, features=array<float>, label=string, path=string}",
        columns.toString());
  }

  @Test
  void rowsComeBackFromParquetToTheBit() {
    float[] features = {0, -0.0f, 1e-45f, Float.MAX_VALUE, 0.1f};
    double[] components = {Math.PI, -1e-300};
    ProjectedVector row = new ProjectedVector(new FeatureVector(PATH, "", features), components);
    SparkSession spark = LocalSpark.session();
    Encoder<ProjectedVector> encoder = Encoders.bean(ProjectedVector.class);
    String folder = temp.resolve("rows").toUri().toString();
    spark.createDataset(List.of(row), encoder).write().parquet(folder);

    Dataset<ProjectedVector> read = spark.read().parquet(folder).as(encoder);
    ProjectedVector back = read.collectAsList().get(0);
    assertEquals(PATH, back.getPath());
    assertEquals("", back.getLabel());
    assertArrayEquals(features, back.getFeatures());
    assertArrayEquals(components, back.getComponents());
  }

  private static TreeMap<String, String> columns(Encoder<?> encoder) {
    TreeMap<String, String> columns = new TreeMap<>();
    Arrays.stream(encoder.schema().fields())
        .forEach(
            (StructField field) -> columns.put(field.name(), field.dataType().catalogString()));
    return columns;
  }
}
