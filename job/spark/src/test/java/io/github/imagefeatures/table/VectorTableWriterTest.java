package io.github.imagefeatures.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.session.LocalSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables of vectors through Parquet, as Spark itself and as ours reads them, in both ways. */
@ParameterizedClass
@EnumSource(SparkInternals.Use.class)
final class VectorTableWriterTest {
  private static final String PATH = "file:/photos/a, b/100% #1? 'x'\n\u00e4\u4e2d.jpg";
  private static final float[] FEATURES = {0, -0.0f, 1e-45f, Float.MAX_VALUE, 0.1f};
  private static final double[] COMPONENTS = {Math.PI, -1e-300};

  private final SparkSession spark = LocalSpark.session();

  @Parameter private SparkInternals.Use internals;

  @TempDir private Path temp;

  @BeforeEach
  void choose() {
    SparkInternals.choose(spark, internals, Assertions::fail);
  }

  @AfterEach
  void chooseTheUsual() {
    SparkInternals.choose(spark, SparkInternals.Use.AUTO, Assertions::fail);
  }

  @Test
  void rowsComeBackToTheBit() {
    VectorTableWriter.write(spark, rows(projected(PATH)), columns(), SaveMode.Overwrite, folder());

    Row back = spark.read().parquet(folder()).collectAsList().get(0);
    assertEquals(PATH, back.getString(0));
    assertEquals("", back.getString(1));
    assertEquals(floats(FEATURES), back.getList(2));
    assertEquals(Arrays.stream(COMPONENTS).boxed().toList(), back.getList(3));

    FeatureVector ours = VectorTable.features(spark, folder()).first();
    assertEquals(PATH, ours.getPath());
    assertEquals("", ours.getLabel());
    assertArrayEquals(FEATURES, ours.getFeatures());

    List<String> doubles =
        VectorTable.doubles(
                spark,
                folder(),
                "components",
                (path, label, numbers) -> path + label + Arrays.toString(numbers))
            .collect();
    assertEquals(List.of(PATH + Arrays.toString(COMPONENTS)), doubles);
    assertEquals(List.of(""), VectorTable.labels(spark, folder()).collect());
  }

  @Test
  void aNullAmongTheNumbersIsNamedWithItsPath() {
    spark
        .sql("SELECT 'a.jpg' AS path, '' AS label, array(CAST(1 AS FLOAT), NULL) AS features")
        .write()
        .parquet(folder());

    Exception failure =
        assertThrows(Exception.class, () -> VectorTable.features(spark, folder()).collect());
    assertTrue(
        failure.getMessage().contains("The vector of a.jpg holds a null."), failure.getMessage());
  }

  @Test
  void theSchemaIsThatOfBeans() {
    VectorTableWriter.writeFeatures(spark, rows(vector(PATH)), SaveMode.Overwrite, folder());
    String beans = temp.resolve("beans").toUri().toString();
    Dataset<FeatureVector> encoded =
        spark.createDataset(List.of(vector(PATH)), Encoders.bean(FeatureVector.class));
    encoded.select("path", "label", "features").write().parquet(beans);

    assertEquals(
        spark.read().parquet(beans).schema().json(),
        spark.read().parquet(folder()).schema().json());
  }

  @Test
  void aProjectedVectorHasTheComponentsToo() {
    VectorTableWriter.write(spark, rows(projected(PATH)), columns(), SaveMode.Overwrite, folder());

    assertEquals(
        "struct<path:string,label:string,features:array<float>,components:array<double>>",
        spark.read().parquet(folder()).schema().catalogString());
  }

  @Test
  void rowsAreAddedOrTakeThePlaceOfOthers() {
    VectorTableWriter.writeFeatures(spark, rows(vector("a")), SaveMode.Overwrite, folder());
    VectorTableWriter.writeFeatures(spark, rows(vector("b")), SaveMode.Append, folder());
    assertEquals(List.of("a", "b"), paths());
    VectorTableWriter.writeFeatures(spark, rows(vector("c")), SaveMode.Overwrite, folder());
    assertEquals(List.of("c"), paths());
  }

  private List<String> paths() {
    return VectorTable.features(spark, folder()).map(FeatureVector::getPath).collect().stream()
        .sorted()
        .toList();
  }

  private String folder() {
    return temp.resolve("rows").toUri().toString();
  }

  private static List<VectorColumn<ProjectedVector>> columns() {
    return List.of(
        VectorColumn.ofFeatures(),
        VectorColumn.ofDoubles("components", ProjectedVector::getComponents));
  }

  private static FeatureVector vector(String path) {
    return new FeatureVector(path, "", FEATURES);
  }

  private static ProjectedVector projected(String path) {
    return new ProjectedVector(vector(path), COMPONENTS);
  }

  private <T> JavaRDD<T> rows(T row) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(List.of(row), 1);
  }

  private static List<Float> floats(float[] numbers) {
    Float[] boxed = new Float[numbers.length];
    Arrays.setAll(boxed, i -> numbers[i]);
    return List.of(boxed);
  }
}
