package io.github.imagefeatures.umap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Maps of drawn points, whose nearest neighbours are found by computing every distance. */
final class UmapTest {
  private static final int CLUSTERS = 25;
  private static final int EACH = 30;
  private static final int DIMENSION = 12;

  @Test
  void clustersThatLieOverOneAnotherInTwoDimensionsAreApartOnTheMap() {
    double[][] points = clusters();
    double[] initial = firstTwo(points);

    float[] places = Umap.places(nearest(points), initial);

    assertTrue(besideItsOwn(initial) < 0.5, "the first two dimensions alone do not tell");
    double[] onMap = IntStream.range(0, places.length).mapToDouble(i -> places[i]).toArray();
    assertTrue(besideItsOwn(onMap) > 0.98, () -> besideItsOwn(onMap) + " beside their own");
  }

  /** Of these points on every machine: no other program computes the same ones. */
  @Test
  void theSamePointsHaveTheSamePlacesToTheBit() {
    double[][] points = clusters();
    float[] places = Umap.places(nearest(points), firstTwo(points));
    assertArrayEquals(places, Umap.places(nearest(points), firstTwo(points)));
    points[17][3] += 1;
    assertNotEquals(
        Arrays.hashCode(places), Arrays.hashCode(Umap.places(nearest(points), firstTwo(points))));
  }

  @Test
  void pointsEquallyFarFromOneAnotherHaveFinitePlaces() {
    double[][] points = new double[20][20];
    for (int i = 0; i < points.length; i++) {
      points[i][i] = 1;
    }
    float[] places = Umap.places(nearest(points), new double[40]);
    assertEquals(40, IntStream.range(0, 40).filter(i -> Float.isFinite(places[i])).count());
    assertTrue(IntStream.range(0, 40).mapToObj(i -> places[i]).distinct().count() > 20);
  }

  /** The nearest counts 1, and both together log2(3): the other one 0.585. */
  @Test
  void weightsAreThoseOfThePaper() {
    FuzzyGraph graph =
        FuzzyGraph.of(
            new NearestPoints(
                2, new int[] {1, 2, 0, 2, 1, 0}, new double[] {1, 2, 1, 1.5, 1.5, 2}));
    assertArrayEquals(new int[] {0, 0, 1}, graph.heads());
    assertArrayEquals(new int[] {1, 2, 2}, graph.tails());
    double less = Math.log(3) / Math.log(2) - 1;
    List<Double> wanted = List.of(1.0, 2 * less - less * less, 1.0);
    for (int i = 0; i < wanted.size(); i++) {
      assertEquals(wanted.get(i), graph.weights()[i], 1e-4);
    }
  }

  private static double[][] clusters() {
    Random random = new Random(3);
    double[][] points = new double[CLUSTERS * EACH][DIMENSION];
    for (int cluster = 0; cluster < CLUSTERS; cluster++) {
      double[] centre = random.doubles(DIMENSION, -3, 3).toArray();
      for (int i = 0; i < EACH; i++) {
        for (int d = 0; d < DIMENSION; d++) {
          points[cluster * EACH + i][d] = centre[d] + 0.8 * random.nextGaussian();
        }
      }
    }
    return points;
  }

  private static double[] firstTwo(double[][] points) {
    return Arrays.stream(points).flatMapToDouble(each -> Arrays.stream(each, 0, 2)).toArray();
  }

  private static NearestPoints nearest(double[][] points) {
    int[] nearest = new int[points.length * Umap.NEIGHBOURS];
    double[] distances = new double[nearest.length];
    for (int i = 0; i < points.length; i++) {
      double[] far = new double[points.length];
      for (int j = 0; j < points.length; j++) {
        far[j] = distance(points[i], points[j]);
      }
      far[i] = Double.POSITIVE_INFINITY;
      int[] order =
          IntStream.range(0, points.length)
              .boxed()
              .sorted(Comparator.comparingDouble(j -> far[j]))
              .limit(Umap.NEIGHBOURS)
              .mapToInt(Integer::intValue)
              .toArray();
      for (int j = 0; j < order.length; j++) {
        nearest[i * Umap.NEIGHBOURS + j] = order[j];
        distances[i * Umap.NEIGHBOURS + j] = far[order[j]];
      }
    }
    return new NearestPoints(Umap.NEIGHBOURS, nearest, distances);
  }

  /** The share of the points whose nearest other is of their cluster. */
  private static double besideItsOwn(double[] places) {
    double[][] points =
        IntStream.range(0, places.length / 2)
            .mapToObj(i -> new double[] {places[2 * i], places[2 * i + 1]})
            .toArray(double[][]::new);
    NearestPoints nearest = nearest(points);
    return IntStream.range(0, points.length)
            .filter(i -> nearest.points()[i * nearest.count()] / EACH == i / EACH)
            .count()
        / (double) points.length;
  }

  private static double distance(double[] a, double[] b) {
    return Math.sqrt(
        IntStream.range(0, a.length).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum());
  }
}
