package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.tensorflow.Processor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a run's images, over all shards.
 *
 * @param shards committed
 * @param featurizedByLabel how many images have features
 * @param rejectedByLabel how many have none
 * @param rejectedByReason the same by the reason's wire name
 * @param warned how many were featurized with a decoder's warning
 * @param reused how many have the features of another run
 * @param reusedFrom that run; null if there are none
 * @param processors that computed the features, each kind once, in the order of the shards
 */
public record ShardTotals(
    int shards,
    SortedMap<String, Long> featurizedByLabel,
    SortedMap<String, Long> rejectedByLabel,
    SortedMap<String, Long> rejectedByReason,
    long warned,
    long reused,
    String reusedFrom,
    List<Processor> processors) {

  public static ShardTotals of(List<ShardRecord> shards) {
    SortedMap<String, Long> featurized = new TreeMap<>();
    SortedMap<String, Long> rejected = new TreeMap<>();
    SortedMap<String, Long> reasons = new TreeMap<>();
    for (ShardRecord shard : shards) {
      shard
          .featurizedByLabel()
          .forEach((label, count) -> featurized.merge(label, count, Long::sum));
      shard.rejectedByLabel().forEach((label, count) -> rejected.merge(label, count, Long::sum));
      shard.rejectedByReason().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    }
    return new ShardTotals(
        shards.size(),
        featurized,
        rejected,
        reasons,
        shards.stream().mapToLong(ShardRecord::warned).sum(),
        shards.stream().mapToLong(ShardRecord::reused).sum(),
        shards.stream()
            .map(ShardRecord::reusedFrom)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null),
        shards.stream().flatMap(shard -> shard.processors().stream()).distinct().toList());
  }

  public long featurized() {
    return ShardRecord.sum(featurizedByLabel);
  }

  public long rejected() {
    return ShardRecord.sum(rejectedByLabel);
  }

  public long images() {
    return featurized() + rejected();
  }

  /** Counts for the log. */
  public String counts() {
    return String.format(
        Locale.ROOT,
        "%d images featurized, %d of them reused and %d with warnings, %d rejected",
        featurized(),
        reused,
        warned,
        rejected());
  }

  /** Why images were rejected, such as {@code 3 corrupt, 1 empty}. */
  public String reasons() {
    return rejectedByReason.entrySet().stream()
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }
}
