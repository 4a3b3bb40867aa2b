package io.github.imagefeatures.job.report.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Picks the images that a scatter plot shows when there are more than it can.
 *
 * <p>The pick is stratified: every class gets its proportional share of the places (largest
 * remainders first) and at least one. Within a class the images with the smallest {@link #order} of
 * their path are taken. So it depends on the paths alone, not on their order or on chance, and a
 * run's page is the same each time it is drawn.
 *
 * <p>{@link #quotas} and {@link #order} are the two halves of the rule, for a caller that holds the
 * images elsewhere and can only count and rank them there.
 */
public final class PointSample {

  /** Points that a browser still pans, zooms and filters smoothly. */
  public static final int MAX_POINTS = 10_000;

  private PointSample() {}

  /**
   * Picks among images held as two parallel lists.
   *
   * @param paths the images' paths
   * @param labels their classes
   * @param limit how many to pick at most, at least 1
   * @return the picked indices, ascending; all of them when they fit
   */
  public static int[] pick(List<String> paths, List<String> labels, int limit) {
    if (paths.size() != labels.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d paths and %d labels do not belong together.",
              paths.size(),
              labels.size()));
    }
    if (paths.size() <= limit) {
      return IntStream.range(0, paths.size()).toArray();
    }
    SortedMap<String, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      members.computeIfAbsent(labels.get(i), label -> new ArrayList<>()).add(i);
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    members.forEach((label, indices) -> counts.put(label, (long) indices.size()));
    SortedMap<String, Integer> quotas = quotas(counts, limit);
    long[] orders = paths.stream().mapToLong(PointSample::order).toArray();
    Comparator<Integer> byOrder =
        Comparator.<Integer>comparingLong(i -> orders[i]).thenComparing(paths::get);
    return members.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .sorted(byOrder)
                    .limit(quotas.getOrDefault(entry.getKey(), 0)))
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /**
   * How many images each class may show.
   *
   * @param counts images per class
   * @param limit places to share out, at least 1
   * @return places per class, adding up to the limit or, when they fit, to all images. Where there
   *     are not more places than classes, the largest classes (ties by name) get one each and the
   *     others are not in the map.
   */
  public static SortedMap<String, Integer> quotas(Map<String, Long> counts, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "A sample needs a limit of at least 1, not " + limit + ".");
    }
    SortedMap<String, Integer> quotas = new TreeMap<>();
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    if (total <= limit) {
      counts.forEach((label, count) -> quotas.put(label, count.intValue()));
      return quotas;
    }
    if (counts.size() >= limit) {
      counts.keySet().stream()
          .sorted(
              Comparator.<String, Long>comparing(counts::get)
                  .reversed()
                  .thenComparing(label -> label))
          .limit(limit)
          .forEach(label -> quotas.put(label, 1));
      return quotas;
    }
    counts.forEach((label, count) -> quotas.put(label, (int) Math.max(1, count * limit / total)));
    settle(quotas, label -> (double) counts.get(label) * limit / total, limit);
    return quotas;
  }

  /**
   * The rank of an image within its class: the first eight bytes of the SHA-256 of its path in
   * UTF-8, as a signed number; smaller ones are taken first, equal ones by path.
   *
   * @param path the image's path
   * @return the rank
   */
  public static long order(String path) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /**
   * The rule in one sentence for the reader of the page.
   *
   * @param shown points on the page
   * @param total points of the run
   * @return the rule
   */
  public static String rule(long shown, long total) {
    if (total == 1) {
      return "The one image is shown.";
    }
    return shown == total
        ? String.format(Locale.ROOT, "All %,d images are shown.", total)
        : String.format(
            Locale.ROOT,
            "%,d of %,d images are shown: each class in proportion, at least one of each, picked by"
                + " a hash of the path.",
            shown,
            total);
  }

  /** Hands out the places left over, or takes back those that the guaranteed ones cost too much. */
  private static void settle(
      SortedMap<String, Integer> quotas, ToDoubleFunction<String> exact, int limit) {
    int open = limit - quotas.values().stream().mapToInt(Integer::intValue).sum();
    int step = Integer.signum(open);
    PriorityQueue<String> neediest =
        new PriorityQueue<>(
            Comparator.<String>comparingDouble(
                    label -> step * (quotas.get(label) - exact.applyAsDouble(label)))
                .thenComparing(label -> label));
    quotas.forEach(
        (label, quota) -> {
          if (step > 0 || quota > 1) {
            neediest.add(label);
          }
        });
    for (; open != 0; open -= step) {
      String label = neediest.remove();
      int quota = quotas.merge(label, step, Integer::sum);
      if (step > 0 || quota > 1) {
        neediest.add(label);
      }
    }
  }
}
