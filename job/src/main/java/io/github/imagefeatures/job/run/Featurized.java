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
 * @param reused rows of features that are taken over from another run
 * @param reusedFrom that run; null if there are none
 * @param rejectedByReason by the reason's wire name
 */
record Featurized(
    int shards,
    long featurized,
    long rejected,
    long warned,
    Map<String, Long> rejectedByReason,
    long reused,
    String reusedFrom) {

  static Featurized of(List<Shards.Shard> shards) {
    Featurized total = new Featurized(0, 0, 0, 0, Map.of(), 0, null);
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
        reasons,
        reused + shard.reused(),
        shard.reusedFrom() == null ? reusedFrom : shard.reusedFrom());
  }

  /** Those that this run read and computed. */
  long computed() {
    return featurized - reused;
  }

  long images() {
    return featurized + rejected;
  }

  /** What came of the images, for the log. */
  String counts() {
    return "%d images featurized, %d of them reused and %d with warnings, %d rejected"
        .formatted(featurized, reused, warned, rejected);
  }

  /** Why images were rejected, such as {@code 3 corrupt, 1 empty}. */
  String reasons() {
    return rejectedByReason.entrySet().stream()
        .map(reason -> reason.getValue() + " " + reason.getKey())
        .collect(Collectors.joining(", "));
  }
}
