package io.github.imagefeatures.neighbours;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nearest points in the plane, held against all distances. */
final class PlaneTreeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 100, 3000})
  void theNearestAreThoseOfAllDistances(int count) {
    Random random = new Random(count);
    float[] places = new float[2 * count];
    for (int i = 0; i < places.length; i++) {
      places[i] = (float) random.nextGaussian() * (i % 7);
    }
    assertNearest(places);
  }

  /** Equally far ones come by their numbers, and places that are taken twice are two points. */
  @ParameterizedTest
  @ValueSource(ints = {30, 500})
  void pointsOnAGridComeByTheirNumbers(int count) {
    Random random = new Random(count);
    float[] places = new float[2 * count];
    for (int i = 0; i < places.length; i++) {
      places[i] = random.nextInt(-6, 7);
    }
    assertNearest(places);
  }

  private static void assertNearest(float[] places) {
    int points = places.length / 2;
    NearestRows found = new PlaneTree(places).nearest(5);
    assertEquals(Math.min(5, points - 1), found.count());
    for (int point = 0; point < points && found.count() > 0; point++) {
      Nearest all = new Nearest(found.count());
      for (int other = 0; other < points; other++) {
        double across = (double) places[2 * point] - places[2 * other];
        double up = (double) places[2 * point + 1] - places[2 * other + 1];
        if (other != point) {
          all.add(other, across * across + up * up);
        }
      }
      int from = point * found.count();
      int to = from + found.count();
      assertArrayEquals(all.rows(), Arrays.copyOfRange(found.rows(), from, to));
      assertArrayEquals(all.distances(), Arrays.copyOfRange(found.squared(), from, to));
    }
  }
}
