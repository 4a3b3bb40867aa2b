package io.github.imagefeatures.nearest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nearest of points with few coordinates, held against all distances. */
final class PointTreeTest {
  @ParameterizedTest
  @CsvSource({"1, 2", "2, 2", "5, 2", "9, 2", "100, 2", "3000, 2", "100, 1", "100, 10", "3000, 10"})
  void theNearestAreThoseOfAllDistances(int count, int dimensions) {
    Random random = new Random(count);
    double[] points = new double[dimensions * count];
    for (int i = 0; i < points.length; i++) {
      points[i] = random.nextGaussian() * (i % 7);
    }
    assertNearest(points, dimensions);
  }

  /** Equally far ones come by their numbers, and places that are taken twice are two points. */
  @ParameterizedTest
  @CsvSource({"30, 2", "500, 2", "500, 3"})
  void pointsOnAGridComeByTheirNumbers(int count, int dimensions) {
    Random random = new Random(count);
    double[] points = new double[dimensions * count];
    for (int i = 0; i < points.length; i++) {
      points[i] = random.nextInt(-6, 7);
    }
    assertNearest(points, dimensions);
  }

  /** A tree that is split by rounded coordinates still tells these points apart. */
  @Test
  void pointsThatRoundToTheSameAreToldApart() {
    Random random = new Random(1);
    double[] points = new double[600];
    for (int i = 0; i < points.length; i++) {
      points[i] = 1000 + random.nextInt(3) + random.nextDouble() * 1e-9;
    }
    assertNearest(points, 2);
  }

  private static void assertNearest(double[] values, int dimensions) {
    int points = values.length / dimensions;
    NearestRows found = new PointTree(values, dimensions).nearest(5);
    assertEquals(Math.min(5, points - 1), found.count());
    for (int point = 0; point < points && found.count() > 0; point++) {
      Nearest all = new Nearest(found.count());
      for (int other = 0; other < points; other++) {
        if (other != point) {
          all.add(
              other,
              Distance.squared(values, point * dimensions, values, other * dimensions, dimensions));
        }
      }
      int from = point * found.count();
      int to = from + found.count();
      assertArrayEquals(all.rows(), Arrays.copyOfRange(found.rows(), from, to));
      assertArrayEquals(all.distances(), Arrays.copyOfRange(found.squared(), from, to));
    }
  }
}
