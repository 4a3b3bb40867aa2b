package io.github.imagefeatures.neighbours;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.nearest.Distance;
import io.github.imagefeatures.nearest.VectorBlocks;
import io.github.imagefeatures.neighbours.check.NeighbourCheck;
import io.github.imagefeatures.session.LocalSpark;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Neighbours on a real Spark, held against every distance computed one by one. */
final class NeighbourTableTest {
  private static final int DIMENSION = 12;

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
  }

  /** A block has 2,048 rows: one, one and a bit, three. */
  @ParameterizedTest
  @ValueSource(ints = {2, 11, 2048, 2049, 4500})
  void theyAreThoseOfAllDistances(int count) {
    float[][] rows = clustered(count);
    assertExact(rows, 10);
  }

  /**
   * Rows of so many numbers are first held against one another by a few: a part of them in
   * clusters, in which many are near, and a part in no order at all.
   */
  @ParameterizedTest
  @ValueSource(ints = {1000, 2500, 5000})
  void theyAreThoseOfAllDistancesInManyDimensions(int count) {
    float[][] rows = clustered(count, 530);
    Random random = new Random(1);
    for (int i = 0; i < count; i += 3) {
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = (float) random.nextGaussian() / (1 + j);
      }
    }
    rows[7] = rows[count - 1].clone();
    rows[8] = new float[530];
    assertExact(rows, 10);
  }

  @Test
  void copiesAreTheNearestAndEquallyFarFromAllOthers() {
    float[][] rows = clustered(300);
    for (int i = 0; i < 40; i++) {
      rows[7 * i] = rows[0].clone();
    }
    rows[1] = rows[299].clone();
    assertExact(rows, 10);
    assertEquals(List.of(name(299)), read(rows, 1).get(name(1)).getList(2));
  }

  /** Float products cannot tell these apart. */
  @Test
  void rowsNearerThanRoundingAreTakenApart() {
    float[][] rows = clustered(400);
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      rows[i] = rows[0].clone();
      rows[i][i % DIMENSION] += random.nextInt(1, 60) * Math.ulp(rows[i][i % DIMENSION]);
    }
    assertExact(rows, 10);
  }

  @Test
  void equallyNearOnesStandByTheirPaths() {
    float[][] rows = new float[60][60];
    for (int i = 0; i < rows.length; i++) {
      rows[i][i] = 1;
    }
    Map<String, Row> table = read(rows, 3);
    assertEquals(List.of(name(0), name(1), name(2)), table.get(name(59)).getList(2));
    assertEquals(List.of(name(1), name(2), name(3)), table.get(name(0)).getList(2));
    assertEquals(List.of(1.0, 1.0, 1.0), table.get(name(0)).getList(3));
  }

  @Test
  void featuresThatAreAllZeroLieAcrossAllOthers() {
    float[][] rows = clustered(5);
    rows[3] = new float[DIMENSION];
    List<Double> distances = read(rows, 10).get(name(3)).getList(3);
    assertEquals(4, distances.size());
    distances.forEach(distance -> assertEquals(1, distance, 1e-15));
  }

  @Test
  void ofEqualImagesEachHasTheFirstOthers() {
    float[][] rows = new float[30][];
    Arrays.fill(rows, new float[] {1, 2, 3});
    Map<String, Row> table = read(rows, 2);
    assertEquals(List.of(name(1), name(2)), table.get(name(0)).getList(2));
    assertEquals(List.of(name(0), name(1)), table.get(name(29)).getList(4));
    assertEquals(List.of(0.0, 0.0), table.get(name(29)).getList(5));
  }

  @Test
  void oneImageHasNone() {
    Row row = read(clustered(1), 10).get(name(0));
    assertEquals(List.of(), row.getList(2));
    assertEquals(List.of(), row.getList(5));
  }

  @Test
  void withoutComponentsThereAreThoseByCosine() {
    NeighbourTable.find(features(clustered(20)), Optional.empty(), 4)
        .write(spark, folder.toString());
    assertArrayEquals(
        new String[] {"path", "label", "cosine_neighbours", "cosine_distances"},
        spark.read().parquet(folder.toString()).columns());
  }

  /** With fewer than 15 a neighbourhood would be all there is. */
  @Test
  void fifteenDifferentImagesHaveAMapAndCopiesLieAtOnePlace() {
    float[][] rows = clustered(16);
    rows[9] = rows[4].clone();
    Map<String, Row> table = read(rows, 3);
    assertEquals(6 + 2, table.get(name(0)).size());
    for (Row row : table.values()) {
      assertTrue(Double.isFinite(row.getDouble(6)) && Double.isFinite(row.getDouble(7)));
    }
    assertEquals(table.get(name(4)).getDouble(6), table.get(name(9)).getDouble(6));
    assertEquals(table.get(name(4)).getDouble(7), table.get(name(9)).getDouble(7));
    assertNotEquals(table.get(name(4)).getDouble(6), table.get(name(5)).getDouble(6));
    assertEquals(16, new NeighbourCheck(spark, folder.toString(), 3, true).places());
    assertEquals(table, read(rows, 3), "the same bits again");

    rows[8] = rows[4].clone();
    assertEquals(6, read(rows, 3).get(name(0)).size());
  }

  /** An index finds most of the nearest, says how many, and their distances are right. */
  @ParameterizedTest
  @ValueSource(ints = {3, 15, 40, 2048, 6000})
  void aboveALimitMostAreFoundAndTheirShareIsMeasured(int count) {
    float[][] rows = clustered(count);
    NeighbourTable found =
        NeighbourTable.find(features(rows), Optional.of(components(rows)), 10, count - 1);
    assertTrue(!found.isExact());
    found.write(spark, folder.toString());
    Map<String, Row> some = rows();
    Map<String, Row> exact = read(rows, 10);

    double byFeatures = assertFound(some, exact, 2);
    double byComponents = assertFound(some, exact, 4);
    Recall recall = found.recall().orElseThrow();
    assertTrue(recall.sampled() >= Math.min(count, 128), recall::toString);
    assertEquals(byFeatures, recall.byFeatures(), 0.03);
    assertEquals(byComponents, recall.byComponents(), 0.03);
    assertEquals(
        Optional.empty(),
        NeighbourTable.find(features(rows), Optional.empty(), 10, count).recall());
  }

  /** The share of the nearest that is there. */
  private static double assertFound(Map<String, Row> some, Map<String, Row> exact, int column) {
    assertEquals(exact.keySet(), some.keySet());
    int all = 0;
    int there = 0;
    for (String image : exact.keySet()) {
      List<String> nearest = exact.get(image).getList(column);
      List<String> names = some.get(image).getList(column);
      List<Double> distances = some.get(image).getList(column + 1);
      List<Double> known = exact.get(image).getList(column + 1);
      assertEquals(nearest.size(), Set.copyOf(names).size());
      assertEquals(distances.stream().sorted().toList(), distances);
      all += nearest.size();
      for (int i = 0; i < names.size(); i++) {
        int at = nearest.indexOf(names.get(i));
        there += at < 0 ? 0 : 1;
        assertTrue(at < 0 || distances.get(i).equals(known.get(at)), image);
      }
    }
    double share = (double) there / all;
    assertTrue(share > 0.97, () -> "only %f are found".formatted(share));
    return share;
  }

  @Test
  void aCheckOfAnIndexTakesMissesAndNoWrongDistance() {
    float[][] rows = clustered(50);
    NeighbourTable.find(features(rows), Optional.empty(), 5).write(spark, folder.toString());
    // Another image is nearer now than the table says, whose own distances are right.
    float[][] more = Arrays.copyOf(rows, 51);
    more[50] = rows[7].clone();
    more[50][0] += 0.001f;
    assertEquals(
        0, new NeighbourCheck(spark, folder.toString(), 5, false).wrongByCosine(features(more)));
    assertTrue(
        new NeighbourCheck(spark, folder.toString(), 5, true).wrongByCosine(features(more)) > 0);
    rows[7][3] += 2;
    assertTrue(
        new NeighbourCheck(spark, folder.toString(), 5, false).wrongByCosine(features(rows)) > 0);
  }

  @Test
  void aCheckFindsWhatIsNotNearest() {
    float[][] rows = clustered(50);
    NeighbourTable.find(features(rows), Optional.of(components(rows)), 5)
        .write(spark, folder.toString());
    NeighbourCheck same = new NeighbourCheck(spark, folder.toString(), 5, true);
    assertEquals(0, same.wrongByCosine(features(rows)));
    assertEquals(0, same.wrongByEuclid(components(rows)));

    rows[17] = new float[DIMENSION];
    rows[17][0] = 9;
    assertTrue(same.wrongByCosine(features(rows)) > 0);
    assertTrue(same.wrongByEuclid(components(rows)) > 0);
    NeighbourCheck more = new NeighbourCheck(spark, folder.toString(), 6, true);
    assertEquals(50, more.wrongByCosine(features(rows)));
  }

  private void assertExact(float[][] rows, int most) {
    Map<String, Row> table = read(rows, most);
    assertEquals(rows.length, table.size());
    double[][] units = new double[rows.length][];
    double[][] components = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      units[i] = VectorBlocks.lengthOne(rows[i]);
      components[i] = component(rows[i]);
    }
    for (int i = 0; i < rows.length; i += 1 + rows.length / 500) {
      Row row = table.get(name(i));
      assertNearest(i, units, most, row.getList(2), row.getList(3), false);
      assertNearest(i, components, most, row.getList(4), row.getList(5), true);
    }
  }

  private static void assertNearest(
      int image,
      double[][] rows,
      int most,
      List<String> names,
      List<Double> distances,
      boolean root) {
    double[] squared = new double[rows.length];
    for (int j = 0; j < rows.length; j++) {
      squared[j] = Distance.squared(rows[image], 0, rows[j], 0, rows[j].length);
    }
    double[] sorted =
        IntStream.range(0, rows.length)
            .filter(j -> j != image)
            .mapToDouble(j -> squared[j])
            .sorted()
            .toArray();
    double farthest = sorted[Math.min(most, sorted.length) - 1];
    List<Integer> order =
        IntStream.range(0, rows.length)
            .filter(j -> j != image && squared[j] <= farthest)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(j -> squared[j]).thenComparing(j -> j))
            .limit(most)
            .toList();
    assertEquals(order.stream().map(NeighbourTableTest::name).toList(), names);
    for (int i = 0; i < order.size(); i++) {
      double apart = squared[order.get(i)];
      assertEquals(root ? Math.sqrt(apart) : apart / 2, distances.get(i));
    }
  }

  private Map<String, Row> read(float[][] rows, int most) {
    NeighbourTable.find(features(rows), Optional.of(components(rows)), most)
        .write(spark, folder.toString());
    return rows();
  }

  private Map<String, Row> rows() {
    Map<String, Row> table = new TreeMap<>();
    for (Row row : spark.read().parquet(folder.toString()).collectAsList()) {
      assertEquals("label", row.getString(1));
      table.put(row.getString(0), row);
    }
    return table;
  }

  /** Names by which rows sort as they are numbered. */
  private static String name(int row) {
    return String.format(Locale.ROOT, "image-%06d", row);
  }

  /** In an order that is not that of the paths. */
  private static JavaRDD<FeatureVector> features(float[][] rows) {
    List<FeatureVector> vectors = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      vectors.add(new FeatureVector(name(i), "label", rows[i]));
    }
    Collections.shuffle(vectors, new Random(3));
    return JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(vectors, 3);
  }

  private static JavaRDD<ComponentsRow> components(float[][] rows) {
    return features(rows)
        .map(row -> new ComponentsRow(row.getPath(), "label", component(row.getFeatures())));
  }

  private static double[] component(float[] features) {
    double[] components = new double[features.length];
    for (int i = 0; i < features.length; i++) {
      components[i] = 3.1 * features[i] * (i + 1) / 7 - 2;
    }
    return components;
  }

  private static float[][] clustered(int count) {
    return clustered(count, DIMENSION);
  }

  private static float[][] clustered(int count, int dimension) {
    Random random = new Random(count);
    float[][] centres = new float[Math.max(1, count / 20)][dimension];
    for (float[] centre : centres) {
      for (int i = 0; i < dimension; i++) {
        centre[i] = 6 * random.nextFloat();
      }
    }
    float[][] rows = new float[count][dimension];
    for (float[] row : rows) {
      float[] centre = centres[random.nextInt(centres.length)];
      for (int i = 0; i < dimension; i++) {
        row[i] = centre[i] + 0.3f * random.nextFloat();
      }
    }
    return rows;
  }
}
