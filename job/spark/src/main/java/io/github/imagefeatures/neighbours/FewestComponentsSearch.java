package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.nearest.VectorBlocks;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.ProjectedVector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.spark.api.java.JavaRDD;

/** Finds {@link FewestComponents}. */
public final class FewestComponentsSearch {
  /**
   * Of more images a part is judged, about so many, which an exact search of all components takes
   * seconds for. The loss is known better than the shares are: the images are the same.
   */
  static final int MOST_IMAGES = 20_000;

  private static final List<Integer> TRIED = List.of(2, 5, 10, 20, 50, 100, 200, 500, 1000);

  /** One of so many judged images is half a point. */
  private static final int HALF_A_POINT = 200;

  private FewestComponentsSearch() {}

  /**
   * Measures components.
   *
   * @param features of the images that were fitted
   * @param images how many there are
   * @param projection from features to all components of the fit
   * @return empty when there are not two labels to tell apart
   */
  public static Optional<FewestComponents> of(
      JavaRDD<FeatureVector> features,
      long images,
      Function<JavaRDD<FeatureVector>, JavaRDD<ProjectedVector>> projection) {
    // Images without a label are as if they were not there.
    JavaRDD<FeatureVector> labelled = features.filter(row -> !row.getLabel().isEmpty());
    return of(part(labelled, (double) MOST_IMAGES / images), projection);
  }

  /** The images are chosen by their paths, so that a resumed run chooses the same. */
  static JavaRDD<FeatureVector> part(JavaRDD<FeatureVector> features, double share) {
    return share >= 1
        ? features
        : features.filter(
            row ->
                (MurmurHash3.hash32x86(row.getPath().getBytes(StandardCharsets.UTF_8))
                        & Integer.MAX_VALUE)
                    < share * Integer.MAX_VALUE);
  }

  private static Optional<FewestComponents> of(
      JavaRDD<FeatureVector> features,
      Function<JavaRDD<FeatureVector>, JavaRDD<ProjectedVector>> projection) {
    Images images = Images.of(features);
    JavaRDD<ComponentsRow> components =
        projection
            .apply(features)
            .map(row -> new ComponentsRow(row.getPath(), row.getLabel(), row.getComponents()));
    try (VectorBlocks blocks = VectorBlocks.ofComponents(components, images.rowsByPath())) {
      SortedMap<Integer, Integer> wanted = new TreeMap<>(Map.of(blocks.width(), LabelVotes.VOTERS));
      TRIED.stream()
          .filter(fewer -> fewer < blocks.width())
          .forEach(fewer -> wanted.put(fewer, LabelVotes.VOTERS));
      return fewest(NearestImages.find(blocks, images, Long.MAX_VALUE, LabelVotes.VOTERS, wanted));
    }
  }

  private static Optional<FewestComponents> fewest(SortedMap<Integer, NearestImages> nearest) {
    List<OfSpace> measured = new ArrayList<>();
    SortedMap<Integer, Long> right = new TreeMap<>();
    long judged = 0;
    for (Map.Entry<Integer, NearestImages> each : nearest.entrySet()) {
      Map<String, LabelVotes> votes = LabelVotes.count(each.getValue());
      if (votes.size() < 2) {
        return Optional.empty();
      }
      judged = votes.values().stream().mapToLong(LabelVotes::judged).sum();
      right.put(each.getKey(), votes.values().stream().mapToLong(LabelVotes::nearestRight).sum());
      measured.add(EmbeddingAccuracy.space("components", each.getKey(), votes));
    }
    return Optional.of(new FewestComponents(judged, List.copyOf(measured), fewest(right, judged)));
  }

  /**
   * The fewest that lose less than half a point.
   *
   * @param right by the number of components, images whose nearest neighbour has their label
   */
  static int fewest(SortedMap<Integer, Long> right, long judged) {
    long byAll = right.get(right.lastKey());
    return right.entrySet().stream()
        .filter(each -> HALF_A_POINT * (byAll - each.getValue()) < judged)
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
