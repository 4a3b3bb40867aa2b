package io.github.imagefeatures.job.report.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointSampleTest {

  @Test
  void everythingIsShownWhenItFits() {
    List<String> paths = paths(Map.of("a", 7, "b", 3));

    assertArrayEquals(IntStream.range(0, 10).toArray(), PointSample.pick(paths, labels(paths), 10));
  }

  @Test
  void eachClassGetsItsProportionAndAtLeastOne() {
    List<String> paths = paths(new TreeMap<>(Map.of("big", 800, "middle", 190, "tiny", 1)));

    int[] picked = PointSample.pick(paths, labels(paths), 100);

    assertEquals(100, picked.length);
    assertEquals(Map.of("big", 80L, "middle", 19L, "tiny", 1L), byLabel(paths, picked));
  }

  @Test
  void theGuaranteedPlacesComeFromTheLargestClasses() {
    Map<String, Integer> classes = new TreeMap<>(Map.of("big", 10_000));
    IntStream.range(0, 40).forEach(i -> classes.put("rare " + i, 1));
    List<String> paths = paths(classes);

    int[] picked = PointSample.pick(paths, labels(paths), 50);

    assertEquals(50, picked.length);
    assertEquals(41, byLabel(paths, picked).size());
    assertEquals(10, byLabel(paths, picked).get("big"));
  }

  @Test
  void withMoreClassesThanPlacesTheLargestAreShown() {
    assertEquals(
        Map.of("b", 1, "c", 1), PointSample.quotas(Map.of("a", 5L, "b", 9L, "c", 7L, "d", 5L), 2));
  }

  @Test
  void theOrderOfTheImagesDoesNotChangeThePick() {
    List<String> paths = paths(new TreeMap<>(Map.of("a", 500, "b", 300, "c", 200)));
    List<String> shuffled = new ArrayList<>(paths);
    Collections.shuffle(shuffled, new Random(3));

    assertEquals(picked(paths, 120), picked(shuffled, 120));
  }

  @Test
  void thePickIsSpreadOverAClassNotItsBeginning() {
    List<String> paths = paths(Map.of("a", 1000));

    int[] picked = PointSample.pick(paths, labels(paths), 100);

    assertEquals(500, Arrays.stream(picked).average().orElseThrow(), 100);
  }

  @Test
  void quotasAddUpToTheLimitForManyShapes() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      Map<String, Long> counts = new TreeMap<>();
      IntStream.range(0, 1 + random.nextInt(60))
          .forEach(i -> counts.put("class " + i, 1L + (long) Math.exp(8 * random.nextDouble())));
      int limit = 1 + random.nextInt(500);
      Map<String, Integer> quotas = PointSample.quotas(counts, limit);
      long total = counts.values().stream().mapToLong(Long::longValue).sum();

      assertEquals(
          Math.min(limit, total), quotas.values().stream().mapToInt(Integer::intValue).sum());
      quotas.forEach((label, quota) -> assertTrue(quota >= 1 && quota <= counts.get(label)));
    }
  }

  @Test
  void theRuleIsStatedWithItsNumbers() {
    assertEquals("All 393 images are shown.", PointSample.rule(393, 393));
    assertTrue(PointSample.rule(10_000, 22_688).startsWith("10,000 of 22,688 images are shown"));
  }

  @Test
  void listsOfDifferentLengthAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> PointSample.pick(List.of("a/1"), List.of(), 1));
  }

  private static List<String> paths(Map<String, Integer> classes) {
    return classes.entrySet().stream()
        .flatMap(
            entry -> IntStream.range(0, entry.getValue()).mapToObj(i -> entry.getKey() + "/" + i))
        .toList();
  }

  private static List<String> labels(List<String> paths) {
    return paths.stream().map(PointSampleTest::label).toList();
  }

  private static String label(String path) {
    return path.substring(0, path.indexOf('/'));
  }

  private static Set<String> picked(List<String> paths, int limit) {
    return Arrays.stream(PointSample.pick(paths, labels(paths), limit))
        .mapToObj(paths::get)
        .collect(Collectors.toSet());
  }

  private static Map<String, Long> byLabel(List<String> paths, int[] picked) {
    return Arrays.stream(picked)
        .mapToObj(i -> label(paths.get(i)))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }
}
