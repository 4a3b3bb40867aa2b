package io.github.imagefeatures.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As few components as tell labels about as well as all. */
final class FewestComponentsSearchTest {
  private static final int WIDTH = 30;

  private static JavaSparkContext spark;

  @BeforeAll
  static void openSpark() {
    spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  }

  /** Classes that numbers up to {@code telling} tell apart, each of them two; the rest is noise. */
  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "4, 5", "9, 10", "16, 20", "25, 30"})
  void asManyAreTakenAsTellTheLabels(int telling, int fewest) {
    Random random = new Random(3);
    List<FeatureVector> rows = new ArrayList<>();
    for (int i = 0; i < 60 * telling; i++) {
      float[] numbers = new float[WIDTH];
      for (int j = 0; j < WIDTH; j++) {
        numbers[j] = (float) random.nextGaussian() / 100;
      }
      int label = i % (2 * telling);
      // Numbers of what tells most first, as components are, so that none is told by those before.
      numbers[label / 2] += label % 2 == 0 ? 4 : -4;
      rows.add(row(i, "label " + label, numbers));
    }

    FewestComponents found = fewest(rows).orElseThrow();

    assertEquals(fewest, found.components());
    assertEquals(60 * telling, found.judged());
    assertEquals(
        List.of(2, 5, 10, 20, WIDTH), found.measured().stream().map(OfSpace::dimensions).toList());
    assertEquals(1, found.measured().get(4).top1());
    assertTrue(found.inWords().endsWith(" of 100.0 % by all 30"), found::inWords);
  }

  @Test
  void theSharesAreThoseOfTheNeighboursTable() {
    Random random = new Random(5);
    List<FeatureVector> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      float[] numbers = new float[WIDTH];
      for (int j = 0; j < WIDTH; j++) {
        numbers[j] = (float) random.nextGaussian();
      }
      numbers[0] += i % 3;
      rows.add(row(i, "label " + i % 3, numbers));
    }
    rows.set(7, row(7, "label 1", rows.get(8).getFeatures()));
    Optional<JavaRDD<ComponentsRow>> components =
        Optional.of(
            projected(spark.parallelize(rows, 2))
                .map(row -> new ComponentsRow(row.getPath(), row.getLabel(), row.getComponents())));
    EmbeddingAccuracy table =
        NeighbourTable.find(spark.parallelize(rows, 3), components, 10).accuracy().orElseThrow();

    // Images without a label are as if they were not there.
    for (int i = 0; i < 50; i++) {
      rows.add(row(300 + i, "", rows.get(i).getFeatures()));
    }
    FewestComponents found = fewest(rows).orElseThrow();

    assertEquals(table.judged(), found.judged());
    for (OfSpace space : table.measured()) {
      assertTrue(!space.vectors().equals("components") || found.measured().contains(space));
    }
  }

  @Test
  void halfAPointLessIsTooFew() {
    TreeMap<Integer, Long> right = new TreeMap<>(Map.of(2, 194L, 5, 198L, 10, 199L));

    assertEquals(10, FewestComponentsSearch.fewest(right, 200));
    assertEquals(5, FewestComponentsSearch.fewest(right, 201));
    assertEquals(2, FewestComponentsSearch.fewest(right, 1001));
  }

  @Test
  void withoutTwoLabelsToTellApartNothingIsTaken() {
    List<FeatureVector> none = new ArrayList<>();
    List<FeatureVector> copies = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      none.add(row(i, "", new float[] {i, 1}));
      copies.add(row(i, i < 6 ? "a" : "b", new float[] {i < 6 ? i : 7, 1}));
    }
    assertEquals(Optional.empty(), fewest(none));
    assertEquals(Optional.empty(), fewest(copies));
  }

  @Test
  void ofManyImagesAPartIsJudgedThatIsTheSameEveryTime() {
    List<FeatureVector> rows =
        IntStream.range(0, 10_000).mapToObj(i -> row(i, "a", new float[] {i})).toList();

    Set<String> part = paths(FewestComponentsSearch.part(spark.parallelize(rows, 3), 0.2));

    assertTrue(part.size() > 1_900 && part.size() < 2_100, () -> part.size() + " of 10,000");
    assertEquals(part, paths(FewestComponentsSearch.part(spark.parallelize(rows, 5), 0.2)));
    assertEquals(10_000, FewestComponentsSearch.part(spark.parallelize(rows, 3), 1).count());
  }

  private static Set<String> paths(JavaRDD<FeatureVector> rows) {
    return new HashSet<>(rows.map(FeatureVector::getPath).collect());
  }

  private static Optional<FewestComponents> fewest(List<FeatureVector> rows) {
    return FewestComponentsSearch.of(
        spark.parallelize(rows, 3), rows.size(), FewestComponentsSearchTest::projected);
  }

  private static JavaRDD<ProjectedVector> projected(JavaRDD<FeatureVector> rows) {
    return rows.map(
        row ->
            new ProjectedVector(
                row,
                IntStream.range(0, row.getFeatures().length)
                    .mapToDouble(i -> row.getFeatures()[i])
                    .toArray()));
  }

  private static FeatureVector row(int number, String label, float[] numbers) {
    return new FeatureVector(String.format(Locale.ROOT, "%05d.png", number), label, numbers);
  }
}
