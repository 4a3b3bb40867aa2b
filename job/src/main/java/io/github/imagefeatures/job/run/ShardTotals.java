package io.github.imagefeatures.job.run;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What came of a run's images, over all shards.
 *
 * @param shards committed
 */
record ShardTotals(List<ShardRecord> shards) {
  ShardTotals {
    shards = List.copyOf(shards);
  }

  /** Images with features. */
  long featurized() {
    return sum(ShardRecord::featurized);
  }

  /** Images without. */
  long rejected() {
    return sum(ShardRecord::rejected);
  }

  long images() {
    return featurized() + rejected();
  }

  /** Images featurized with a decoder's warning. */
  long warned() {
    return sum(ShardRecord::warned);
  }

  /** Images whose features are those of another run. */
  long reused() {
    return sum(ShardRecord::reused);
  }

  /** That run; null if there is none. */
  String reusedFrom() {
    return shards.stream()
        .map(ShardRecord::reusedFrom)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** Images with features that this run read and computed. */
  long computed() {
    return featurized() - reused();
  }

  SortedMap<String, Long> featurizedByLabel() {
    return merge(ShardRecord::featurizedByLabel);
  }

  SortedMap<String, Long> rejectedByLabel() {
    return merge(ShardRecord::rejectedByLabel);
  }

  /** By the reason's wire name. */
  SortedMap<String, Long> rejectedByReason() {
    return merge(ShardRecord::rejectedByReason);
  }

  /** Why images were rejected, such as {@code 3 corrupt, 1 empty}. */
  String reasons() {
    return rejectedByReason().entrySet().stream()
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }

  private long sum(ToLongFunction<ShardRecord> count) {
    return shards.stream().mapToLong(count).sum();
  }

  private SortedMap<String, Long> merge(Function<ShardRecord, SortedMap<String, Long>> counts) {
    SortedMap<String, Long> all = new TreeMap<>();
    for (ShardRecord shard : shards) {
      counts.apply(shard).forEach((key, count) -> all.merge(key, count, Long::sum));
    }
    return all;
  }
}
