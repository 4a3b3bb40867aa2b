package io.github.imagefeatures.job.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What came of a run's images, over all shards.
 *
 * @param shards committed
 * @param featurized rows of features
 * @param rejected rows of rejected images
 * @param warned featurized with a decoder's warning
 * @param rejectedByReason by the reason's wire name
 */
record Featurized(
    int shards, long featurized, long rejected, long warned, Map<String, Long> rejectedByReason) {

  static Featurized of(List<Shards.Shard> shards) {
    Featurized total = new Featurized(0, 0, 0, 0, Map.of());
    for (Shards.Shard shard : shards) {
      total = total.plus(shard);
    }
    return total;
  }

  Featurized plus(Shards.Shard shard) {
    Map<String, Long> reasons = new TreeMap<>(rejectedByReason);
    shard.rejectedByReason().forEach((reason, count) -> reasons.merge(reason, count, Long::sum));
    return new Featurized(
        shards + 1,
        featurized + shard.featurized(),
        rejected + shard.rejected(),
        warned + shard.warned(),
        reasons);
  }

  long images() {
    return featurized + rejected;
  }

  /** Why images were rejected, such as {@code 3 corrupt, 1 empty}. */
  String reasons() {
    return rejectedByReason.entrySet().stream()
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }
}
