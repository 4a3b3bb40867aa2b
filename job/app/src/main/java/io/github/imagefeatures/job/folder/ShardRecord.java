package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.featurize.ShardOutcome;
import io.github.imagefeatures.table.RejectedImage;
import io.github.imagefeatures.tensorflow.Processor;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a committed shard holds.
 *
 * @param index the index of the shard, from 0
 * @param featurizedByLabel how many images have features
 * @param rejectedByLabel how many have none
 * @param rejectedByReason the same by the reason's wire name
 * @param warned how many were featurized with a decoder's warning
 * @param reusedFrom the run whose features they are; null for features computed in this one
 * @param processors that computed the features, each kind once
 * @param files names of its files under the folders that are committed by shard
 */
public record ShardRecord(
    int index,
    SortedMap<String, Long> featurizedByLabel,
    SortedMap<String, Long> rejectedByLabel,
    SortedMap<String, Long> rejectedByReason,
    long warned,
    String reusedFrom,
    List<Processor> processors,
    List<String> files) {
  public ShardRecord {
    requireCounts("featurized_by_label", featurizedByLabel);
    requireCounts("rejected_by_label", rejectedByLabel);
    requireCounts("rejected_by_reason", rejectedByReason);
    processors = List.copyOf(Objects.requireNonNull(processors, "processors"));
    files = List.copyOf(Objects.requireNonNull(files, "files"));
  }

  /** Returns the record of a shard that this run computed, before its files are named. */
  public static ShardRecord computed(int index, ShardOutcome outcome) {
    return new ShardRecord(
        index,
        outcome.featurizedByLabel(),
        count(outcome.rejected(), RejectedImage::getLabel),
        count(outcome.rejected(), RejectedImage::getReason),
        outcome.warned(),
        null,
        List.copyOf(outcome.processors()),
        List.of());
  }

  /**
   * Returns the record of a shard whose features come from another run.
   *
   * @param earlier that run
   */
  public static ShardRecord reused(
      int index, SortedMap<String, Long> byLabel, long warned, Manifest earlier) {
    return new ShardRecord(
        index,
        byLabel,
        new TreeMap<>(),
        new TreeMap<>(),
        warned,
        earlier.runId(),
        earlier.processors(),
        List.of());
  }

  /** Returns the record of a shard without images, for a run that reuses no features. */
  public static ShardRecord empty(int index) {
    return new ShardRecord(
        index, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0, null, List.of(), List.of());
  }

  ShardRecord withFiles(List<String> written) {
    return new ShardRecord(
        index,
        featurizedByLabel,
        rejectedByLabel,
        rejectedByReason,
        warned,
        reusedFrom,
        processors,
        written);
  }

  public long featurized() {
    return sum(featurizedByLabel);
  }

  public long rejected() {
    return sum(rejectedByLabel);
  }

  /** How many images are reused from another run. */
  long reused() {
    return reusedFrom == null ? 0 : featurized();
  }

  static long sum(SortedMap<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static SortedMap<String, Long> count(
      List<RejectedImage> images, Function<RejectedImage, String> key) {
    SortedMap<String, Long> counts = new TreeMap<>();
    images.forEach(image -> counts.merge(key.apply(image), 1L, Long::sum));
    return counts;
  }

  private static void requireCounts(String name, SortedMap<String, Long> counts) {
    Objects.requireNonNull(counts, name).values().forEach(Objects::requireNonNull);
  }
}
