package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.feature.PCAModel;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole reduction on a real Spark against MLlib's own fit and transform. */
final class ReductionTest {
  private static final int DIMENSION = 12;
  private static final int ROWS = 1100;
  private static final int CONSTANT_COLUMN = 5;

  private static JavaRDD<FeatureVector> vectors;

  @BeforeAll
  static void makeVectors() {
    float[][] rows = Rows.correlated(7, ROWS, DIMENSION);
    for (float[] row : rows) {
      row[CONSTANT_COLUMN] = 0.3f;
    }
    vectors = Rows.inPartitions(rows, 2).cache();
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void fitAndProjectionAreMllibs(Scaling scaling) {
    int k = 6;
    Reduction ours = fit(vectors, scaling, new ComponentChoice.Fixed(k));
    Dataset<Row> prepared = scaling == Scaling.STANDARD ? scaled(withVectors()) : withVectors();
    PCAModel mllib =
        new PCA()
            .setK(k)
            .setInputCol(scaling == Scaling.STANDARD ? "scaled" : "vector")
            .setOutputCol("components")
            .fit(prepared);

    double[] signs = new double[k];
    for (int c = 0; c < k; c++) {
      assertEquals(mllib.explainedVariance().apply(c), ours.variance().shares()[c], 1e-12);
      signs[c] = signOfLargest(mllib, c);
      for (int i = 0; i < DIMENSION; i++) {
        assertEquals(signs[c] * mllib.pc().apply(i, c), ours.loadings()[i * k + c], 1e-9);
      }
    }
    List<Row> expected = mllib.transform(prepared).select("components").collectAsList();
    List<ProjectedVector> actual = ours.project(vectors).collect();
    assertEquals(ROWS, actual.size());
    for (int i = 0; i < ROWS; i++) {
      double[] row = expected.get(i).<Vector>getAs(0).toArray();
      for (int c = 0; c < k; c++) {
        assertEquals(signs[c] * row[c], actual.get(i).getComponents()[c], 1e-9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void theSavedModelGivesWhatTheProjectionGives(Scaling scaling, @TempDir Path temp)
      throws IOException {
    Reduction reduction = fit(vectors, scaling, new ComponentChoice.Variance(0.95));
    PipelineModel model = reduction.toPipelineModel("vector", "pca_features");
    assertTransformsLike(reduction, model);

    String folder = temp.resolve("model").toUri().toString();
    model.write().save(folder);
    PipelineModel loaded = PipelineModel.load(folder);
    assertTransformsLike(reduction, loaded);
    PCAModel pca = (PCAModel) loaded.stages()[loaded.stages().length - 1];
    assertEquals(reduction.components(), pca.getK());
    assertEquals(reduction.components(), pca.explainedVariance().size());
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void theErrorOfARowIsWhatItsComponentsLeaveOfIt(Scaling scaling) {
    Reduction reduction = fit(vectors, scaling, new ComponentChoice.Fixed(4));
    double distances = 0;
    double errors = 0;
    for (ProjectedVector row : reduction.project(vectors).collect()) {
      double[] left = scaledAndCentred(row.getFeatures(), reduction);
      double distance = squares(left);
      double[] z = left.clone();
      for (int c = 0; c < 4; c++) {
        for (int i = 0; i < DIMENSION; i++) {
          double score = 0;
          for (int j = 0; j < DIMENSION; j++) {
            score += z[j] * reduction.loadings()[j * 4 + c];
          }
          left[i] -= score * reduction.loadings()[i * 4 + c];
        }
      }
      assertEquals(distance, row.getSquaredDistance(), 1e-12 * distance);
      assertEquals(squares(left), row.getReconstructionError(), 1e-12 * distance);
      distances += row.getSquaredDistance();
      errors += row.getReconstructionError();
    }
    assertEquals(reduction.cumulativeVariance(), 1 - errors / distances, 1e-12);
  }

  /** Leaving each row out in turn, with the fit of the others. */
  @ParameterizedTest
  @EnumSource(Scaling.class)
  void theCorrectedErrorsAreAboutThoseOfRowsThatWereNotFitted(Scaling scaling) {
    float[][] rows = Rows.correlated(4, 40, DIMENSION);
    ComponentChoice choice = new ComponentChoice.Fixed(5);
    double plain = 0;
    double corrected = 0;
    double left = 0;
    List<ProjectedVector> all =
        fit(Rows.partitioned(rows), scaling, choice).project(Rows.partitioned(rows)).collect();
    for (int i = 0; i < rows.length; i++) {
      List<float[]> others = new ArrayList<>(List.of(rows));
      float[] one = others.remove(i);
      Reduction without = fit(Rows.partitioned(others.toArray(float[][]::new)), scaling, choice);
      plain += all.get(i).getReconstructionError();
      corrected += all.get(i).getCorrectedError();
      left +=
          without.project(Rows.partitioned(new float[][] {one})).first().getReconstructionError();
    }
    assertTrue(plain < 0.8 * left, plain + " against " + left);
    assertEquals(1, corrected / left, 0.15, corrected + " against " + left);
  }

  @Test
  void nothingIsLeftOfARowByAllComponents() {
    for (Scaling scaling : Scaling.values()) {
      Reduction reduction = fit(vectors, scaling, new ComponentChoice.Variance(1));
      for (ProjectedVector row : reduction.project(vectors).collect()) {
        assertEquals(0, row.getReconstructionError());
      }
    }
  }

  @Test
  void withoutTheFittedMeanThereIsNoError() {
    Reduction reduction = fit(vectors, Scaling.STANDARD, new ComponentChoice.Fixed(2));
    Reduction read =
        Reduction.of(reduction.toPipelineModel("in", "out"), Optional.empty(), reduction.images());
    assertTrue(Double.isNaN(read.project(vectors).first().getReconstructionError()));
    assertEquals(
        reduction.project(vectors).first().getReconstructionError(),
        read.fittedAround(reduction.mean()).project(vectors).first().getReconstructionError());
  }

  @Test
  void rowsKeepTheirOrderPathLabelAndFeatures() {
    Reduction reduction = fit(vectors, Scaling.STANDARD, new ComponentChoice.Fixed(1));
    List<FeatureVector> before = vectors.collect();
    List<ProjectedVector> after = reduction.project(vectors).collect();
    for (int i = 0; i < ROWS; i++) {
      assertEquals(before.get(i).getPath(), after.get(i).getPath());
      assertEquals(before.get(i).getLabel(), after.get(i).getLabel());
      assertArrayEquals(before.get(i).getFeatures(), after.get(i).getFeatures());
      assertEquals(1, after.get(i).getComponents().length);
    }
  }

  @Test
  void aStandardisedProjectionIsCentredAndARawOneIsNot() {
    double standard = meanOfFirst(fit(vectors, Scaling.STANDARD, new ComponentChoice.Fixed(1)));
    double raw = meanOfFirst(fit(vectors, Scaling.NONE, new ComponentChoice.Fixed(1)));
    assertEquals(0, standard, 1e-12);
    assertTrue(Math.abs(raw) > 0.1, "mean " + raw);
  }

  @Test
  void aConstantFeatureIsScaledToZero() {
    Reduction reduction = fit(vectors, Scaling.STANDARD, new ComponentChoice.Fixed(3));
    assertEquals(0, reduction.deviation()[CONSTANT_COLUMN]);
    float[] odd = vectors.first().getFeatures().clone();
    odd[CONSTANT_COLUMN] = 1e9f;
    JavaRDD<FeatureVector> other =
        Rows.partitioned(new float[][] {vectors.first().getFeatures(), odd});
    List<ProjectedVector> projected = reduction.project(other).collect();
    assertArrayEquals(projected.get(0).getComponents(), projected.get(1).getComponents());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 9, 30})
  void theNumberOfPartitionsDoesNotMatter(int partitions) {
    float[][] rows = Rows.correlated(8, 300, DIMENSION);
    ComponentChoice choice = new ComponentChoice.Variance(0.99);
    Reduction one = fit(Rows.inPartitions(rows, 2), Scaling.STANDARD, choice);
    Reduction other = fit(Rows.inPartitions(rows, partitions), Scaling.STANDARD, choice);
    assertEquals(one.components(), other.components());
    assertArrayEquals(one.variance().shares(), other.variance().shares(), 1e-9);
    assertArrayEquals(one.loadings(), other.loadings(), 1e-9);
    assertArrayEquals(one.mean(), other.mean(), 1e-9);
    assertArrayEquals(one.deviation(), other.deviation(), 1e-9);
  }

  @Test
  void twoRunsGiveTheSameBits() {
    ComponentChoice choice = new ComponentChoice.Variance(0.9);
    Reduction first = fit(vectors, Scaling.STANDARD, choice);
    Reduction second = fit(vectors, Scaling.STANDARD, choice);
    assertArrayEquals(first.loadings(), second.loadings());
    assertArrayEquals(first.variance().shares(), second.variance().shares());
    assertArrayEquals(
        first.project(vectors).first().getComponents(),
        second.project(vectors).first().getComponents());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 20, LinearAlgebra.ROWS_A_CALL})
  void aRowsComponentsAreTheSameBitsWhateverRowsAreBesideIt(int count) {
    Reduction reduction = fit(vectors, Scaling.STANDARD, new ComponentChoice.Fixed(7));
    List<FeatureVector> rows = vectors.take(count);
    double[] alone = projected(reduction, rows.subList(0, 1)).get(0);
    for (int place = 0; place < count; place++) {
      List<FeatureVector> block = new ArrayList<>(rows.subList(1, count));
      block.add(place, rows.get(0));
      assertArrayEquals(alone, projected(reduction, block).get(place), "place " + place);
    }
  }

  private static List<double[]> projected(Reduction reduction, List<FeatureVector> block) {
    AffineMap map = AffineMap.of(reduction);
    float[] values = new float[LinearAlgebra.ROWS_A_CALL * DIMENSION];
    for (int i = 0; i < block.size(); i++) {
      System.arraycopy(block.get(i).getFeatures(), 0, values, i * DIMENSION, DIMENSION);
    }
    double[] all = LinearAlgebra.project(values, block.size(), map);
    int k = map.components();
    return IntStream.range(0, block.size())
        .mapToObj(i -> Arrays.copyOfRange(all, i * k, (i + 1) * k))
        .toList();
  }

  @Test
  void theShareKeptReachesTheTargetAndOneLessDoesNot() {
    Reduction reduction = fit(vectors, Scaling.STANDARD, new ComponentChoice.Variance(0.9));
    assertEquals(DIMENSION, reduction.variance().size());
    double kept = reduction.cumulativeVariance();
    assertTrue(kept >= 0.9, "kept " + kept);
    assertTrue(kept - reduction.variance().shares()[reduction.components() - 1] < 0.9);
  }

  @Test
  void moreComponentsThanTheImagesHaveAreRefused() {
    assertEquals(
        DIMENSION - 1,
        fit(vectors, Scaling.STANDARD, new ComponentChoice.Fixed(DIMENSION - 1)).components());
    ReductionException e =
        assertThrows(
            ReductionException.class,
            () -> fit(vectors, Scaling.STANDARD, new ComponentChoice.Fixed(DIMENSION)));
    assertTrue(e.getMessage().contains("choose --components 11 or fewer"), e::getMessage);
  }

  @Test
  void copiesOfOneImageInManyPartitionsAreRefused() {
    float[][] rows = new float[40][];
    float[] row = {0.1f, 1e6f, -3};
    Arrays.fill(rows, row);
    ReductionException e =
        assertThrows(
            ReductionException.class,
            () ->
                new ScaledPca(Scaling.STANDARD, new ComponentChoice.Variance(0.99))
                    .fit(Rows.inPartitions(rows, 9), 3, 0));
    assertTrue(e.getMessage().startsWith("All images have the same features"), e::getMessage);
  }

  private static Reduction fit(
      JavaRDD<FeatureVector> rows, Scaling scaling, ComponentChoice choice) {
    return new ScaledPca(scaling, choice).fit(rows, DIMENSION, 0);
  }

  private static double[] scaledAndCentred(float[] features, Reduction reduction) {
    double[] z = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      double deviation = reduction.scaling() == Scaling.NONE ? 1 : reduction.deviation()[i];
      z[i] = deviation == 0 ? 0 : (features[i] - reduction.mean()[i]) / deviation;
    }
    return z;
  }

  private static double squares(double[] numbers) {
    return Arrays.stream(numbers).map(x -> x * x).sum();
  }

  private static Dataset<Row> withVectors() {
    Dataset<FeatureVector> table =
        LocalSpark.session().createDataset(vectors.rdd(), Encoders.bean(FeatureVector.class));
    return table.withColumn("vector", functions.array_to_vector(table.col("features")));
  }

  private static Dataset<Row> scaled(Dataset<Row> rows) {
    return new StandardScaler()
        .setWithMean(true)
        .setWithStd(true)
        .setInputCol("vector")
        .setOutputCol("scaled")
        .fit(rows)
        .transform(rows);
  }

  private static void assertTransformsLike(Reduction reduction, PipelineModel model) {
    List<Row> expected = model.transform(withVectors()).select("pca_features").collectAsList();
    List<ProjectedVector> actual = reduction.project(vectors).collect();
    assertEquals(ROWS, expected.size());
    for (int i = 0; i < ROWS; i++) {
      assertArrayEquals(
          expected.get(i).<Vector>getAs(0).toArray(), actual.get(i).getComponents(), 1e-9);
    }
  }

  private static double meanOfFirst(Reduction reduction) {
    return reduction.project(vectors).collect().stream()
        .mapToDouble(row -> row.getComponents()[0])
        .average()
        .orElseThrow();
  }

  private static double signOfLargest(PCAModel mllib, int component) {
    double largest = 0;
    for (int i = 0; i < DIMENSION; i++) {
      double loading = mllib.pc().apply(i, component);
      if (Math.abs(loading) > Math.abs(largest)) {
        largest = loading;
      }
    }
    return Math.signum(largest);
  }
}
