package io.github.imagefeatures.job.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Orders places in the plane so that the first ones lie far apart. */
final class Separation {

  private Separation() {}

  /**
   * Farthest-first traversal (Gonzalez 1985): begins with the place farthest from the middle, then
   * takes again and again the one farthest from all those taken.
   */
  static List<String> farthestFirst(Map<String, double[]> places) {
    double[] middle = {
      places.values().stream().mapToDouble(place -> place[0]).average().orElse(0),
      places.values().stream().mapToDouble(place -> place[1]).average().orElse(0)
    };
    Map<String, Double> distances = new LinkedHashMap<>();
    places.forEach((name, place) -> distances.put(name, distance(place, middle)));
    List<String> order = new ArrayList<>();
    while (!distances.isEmpty()) {
      String next =
          distances.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      distances.remove(next);
      double[] taken = places.get(next);
      boolean first = order.isEmpty();
      order.add(next);
      distances.replaceAll(
          (name, distance) -> {
            double toTaken = distance(places.get(name), taken);
            return first ? toTaken : Math.min(distance, toTaken);
          });
    }
    return order;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
}
