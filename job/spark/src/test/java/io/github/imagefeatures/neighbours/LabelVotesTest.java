package io.github.imagefeatures.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfLabel;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What neighbours tell of labels, against all distances of a few images. */
final class LabelVotesTest {
  private static final int IMAGES = 400;
  private static final int FEATURES = 30;

  private static JavaSparkContext spark;

  @BeforeAll
  static void openSpark() {
    spark = JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  }

  @Test
  void theyAreThoseOfAllDistances() {
    Random random = new Random(8);
    List<FeatureVector> rows = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      rows.add(row(i, "label " + random.nextInt(1 + i % 7), random));
    }
    rows.set(3, row(3, "alone", random));
    // Copies, of the same label and of another, whose votes would flatter and mislead.
    for (int i = 100; i < 130; i++) {
      rows.set(
          i,
          new FeatureVector(name(i), rows.get(i - 50).getLabel(), rows.get(i - 50).getFeatures()));
    }
    rows.set(140, new FeatureVector(name(140), "label 6", rows.get(141).getFeatures()));

    EmbeddingAccuracy accuracy = accuracy(rows).orElseThrow();

    assertEquals(IMAGES - 1, accuracy.judged());
    assertEquals(7, accuracy.labels());
    assertEquals(
        List.of(30, 2, 10, 25, 2), accuracy.measured().stream().map(OfSpace::dimensions).toList());
    assertEquals("map", accuracy.measured().get(4).vectors());
    for (OfSpace space : accuracy.measured().subList(0, 4)) {
      assertSpace(rows, space);
    }
    assertEquals(
        accuracy.byLabel().values().stream().map(OfLabel::top1).sorted().toList(),
        accuracy.byLabel().values().stream().map(OfLabel::top1).toList());
    accuracy
        .byLabel()
        .forEach(
            (label, each) ->
                assertTrue(
                    each.takenFor().values().stream().mapToLong(Long::longValue).sum()
                        <= Math.round(each.judged() * (1 - each.top1())),
                    label));
  }

  /** Most of an image's nearest have none, whatever the space. */
  @Test
  void imagesWithoutALabelAreAsIfTheyWereNotThere() {
    Random random = new Random(6);
    List<FeatureVector> rows = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      rows.add(row(i, i % 10 == 0 ? "label " + random.nextInt(2) : "", random));
    }
    EmbeddingAccuracy accuracy = accuracy(rows).orElseThrow();
    assertEquals(IMAGES / 10, accuracy.judged());
    assertEquals(
        List.of(30, 2, 10, 25, 2), accuracy.measured().stream().map(OfSpace::dimensions).toList());
    for (OfSpace space : accuracy.measured().subList(0, 4)) {
      assertSpace(rows, space);
    }
  }

  @Test
  void oneLabelOrOnlyLabelsOfOneImageTellNothing() {
    Random random = new Random(1);
    List<FeatureVector> same = new ArrayList<>();
    List<FeatureVector> alone = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      same.add(row(i, "", random));
      alone.add(row(i, "label " + i, random));
    }
    assertEquals(Optional.empty(), accuracy(same));
    assertEquals(Optional.empty(), accuracy(alone));
    assertEquals(Optional.empty(), accuracy(same.subList(0, 1)));
  }

  @Test
  void copiesAloneMakeNoLabelThatIsJudged() {
    Random random = new Random(2);
    List<FeatureVector> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(row(i, i < 15 ? "a" : "b", random));
    }
    for (int i = 16; i < 20; i++) {
      rows.set(i, new FeatureVector(name(i), "b", rows.get(15).getFeatures()));
    }
    assertEquals(Optional.empty(), accuracy(rows));
  }

  private static Optional<EmbeddingAccuracy> accuracy(List<FeatureVector> rows) {
    JavaRDD<FeatureVector> features = spark.parallelize(rows, 3);
    JavaRDD<ComponentsRow> components =
        features.map(
            row -> new ComponentsRow(row.getPath(), row.getLabel(), component(row.getFeatures())));
    return NeighbourTable.find(features, Optional.of(components), 3).accuracy();
  }

  /**
   * Leaves one image and its copies out of the others, lets the nearest vote, and counts, with no
   * more cleverness than scikit-learn's KNeighborsClassifier by brute force.
   */
  private static void assertSpace(List<FeatureVector> rows, OfSpace space) {
    Map<String, int[]> byLabel = new TreeMap<>();
    for (int image = 0; image < IMAGES; image++) {
      String label = rows.get(image).getLabel();
      if (label.equals("alone") || label.isEmpty()) {
        continue;
      }
      List<String> voters = voters(rows, image, space);
      Map<String, Long> votes =
          voters.stream()
              .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
      long most = votes.values().stream().mapToLong(Long::longValue).max().orElseThrow();
      String winner =
          votes.entrySet().stream()
              .filter(each -> each.getValue() == most)
              .findFirst()
              .orElseThrow()
              .getKey();
      int[] counts = byLabel.computeIfAbsent(label, first -> new int[3]);
      counts[0]++;
      counts[1] += voters.get(0).equals(label) ? 1 : 0;
      counts[2] += winner.equals(label) ? 1 : 0;
    }
    double judged = byLabel.values().stream().mapToInt(each -> each[0]).sum();
    assertEquals(
        byLabel.values().stream().mapToInt(each -> each[1]).sum() / judged, space.top1(), 1e-12);
    assertEquals(
        byLabel.values().stream().mapToInt(each -> each[2]).sum() / judged, space.top5(), 1e-12);
    assertEquals(
        byLabel.values().stream()
            .mapToDouble(each -> (double) each[1] / each[0])
            .average()
            .orElseThrow(),
        space.balancedTop1(),
        1e-12);
    assertEquals(
        byLabel.values().stream()
            .mapToDouble(each -> (double) each[2] / each[0])
            .average()
            .orElseThrow(),
        space.balancedTop5(),
        1e-12);
  }

  private static List<String> voters(List<FeatureVector> rows, int image, OfSpace space) {
    float[] mine = rows.get(image).getFeatures();
    return IntStream.range(0, IMAGES)
        .filter(other -> !rows.get(other).getLabel().isEmpty())
        .filter(other -> !Arrays.equals(mine, rows.get(other).getFeatures()))
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(
                    other -> distance(mine, rows.get(other).getFeatures(), space))
                .thenComparing(other -> other))
        .limit(5)
        .map(other -> rows.get(other).getLabel())
        .toList();
  }

  private static double distance(float[] a, float[] b, OfSpace space) {
    if (space.vectors().equals("features")) {
      double product = 0;
      double ofA = 0;
      double ofB = 0;
      for (int i = 0; i < a.length; i++) {
        product += (double) a[i] * b[i];
        ofA += (double) a[i] * a[i];
        ofB += (double) b[i] * b[i];
      }
      return 1 - product / Math.sqrt(ofA * ofB);
    }
    double[] u = component(a);
    double[] v = component(b);
    double squares = 0;
    for (int i = 0; i < space.dimensions(); i++) {
      squares += (u[i] - v[i]) * (u[i] - v[i]);
    }
    return squares;
  }

  private static double[] component(float[] features) {
    double[] components = new double[25];
    Arrays.setAll(components, i -> features[i] * (30.0 - i) - features[i + 5]);
    return components;
  }

  private static FeatureVector row(int image, String label, Random random) {
    float[] features = new float[FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      features[i] = random.nextFloat() + (i == label.hashCode() % 8 + 8 ? 1.2f : 0);
    }
    return new FeatureVector(name(image), label, features);
  }

  private static String name(int image) {
    return String.format(Locale.ROOT, "image-%04d", image);
  }
}
