package io.github.imagefeatures.featurize;

import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.RejectedImage;
import io.github.imagefeatures.tensorflow.Processor;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What came of the images of a task or of a whole shard, beside the rows of features. */
public final class ShardOutcome implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Long> featurized = new TreeMap<>();
  private final HashMap<String, SeenImage> seen = new HashMap<>();
  private final ArrayList<RejectedImage> rejected = new ArrayList<>();
  private final LinkedHashSet<Processor> processors = new LinkedHashSet<>();

  private ShardOutcome() {}

  ShardOutcome(Processor processor) {
    processors.add(processor);
  }

  static ShardOutcome sum(List<ShardOutcome> outcomes) {
    ShardOutcome sum = new ShardOutcome();
    for (ShardOutcome each : outcomes) {
      each.featurized.forEach((label, count) -> sum.featurized.merge(label, count, Long::sum));
      sum.seen.putAll(each.seen);
      sum.rejected.addAll(each.rejected);
      sum.processors.addAll(each.processors);
    }
    return sum;
  }

  void featurize(ListedImage image, SeenImage known) {
    featurized.merge(image.label(), 1L, Long::sum);
    seen.put(image.path(), known);
  }

  void reject(RejectedImage image) {
    rejected.add(image);
  }

  /** {@return how many images became features, by label} */
  public SortedMap<String, Long> featurizedByLabel() {
    return Collections.unmodifiableSortedMap(featurized);
  }

  /** {@return how many images became features} */
  public long featurized() {
    return featurized.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@return what is known of each of those, by its path} */
  public Map<String, SeenImage> seen() {
    return Collections.unmodifiableMap(seen);
  }

  /** {@return of those, how many are damaged in a way that decoders put up with} */
  public long warned() {
    return seen.values().stream().filter(SeenImage::warned).count();
  }

  /** {@return the images that did not become features} */
  public List<RejectedImage> rejected() {
    return Collections.unmodifiableList(rejected);
  }

  /** {@return the processors that computed the features, each kind once} */
  public Set<Processor> processors() {
    return Collections.unmodifiableSet(processors);
  }
}
