package io.github.imagefeatures.neighbours;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How well the neighbours of an image tell its label, in several spaces: k nearest neighbours with
 * equal votes, each image judged by all others.
 *
 * <p>Images with the features of the judged one have no vote, which would flatter, and images
 * without a label are as if they were not there. An image is judged when another with other
 * features has its label: no neighbours could tell the label of one that is alone with it.
 *
 * @param judged images
 * @param labels that they have, 2 or more
 * @param measured the spaces: the features, then components, then the map if there is one
 * @param byLabel what the features tell of each label, the one they tell worst first; of more than
 *     1,000 labels those
 */
public record EmbeddingAccuracy(
    long judged, int labels, List<OfSpace> measured, Map<String, OfLabel> byLabel) {
  private static final int MOST_LABELS = 1_000;
  private static final int MOST_TAKEN_FOR = 5;

  /**
   * One space.
   *
   * @param vectors {@code features}, by cosine, or {@code components} or {@code map}, by Euclid
   * @param dimensions numbers of each vector: all features, or the first so many components
   * @param top1 share of the judged images whose nearest neighbour has their label
   * @param top5 share of those whose label has the most votes of the five nearest; of labels with
   *     as many votes the first by its characters counts
   * @param balancedTop1 the mean of the labels' own {@code top1}
   * @param balancedTop5 the mean of the labels' own {@code top5}
   */
  public record OfSpace(
      String vectors,
      int dimensions,
      double top1,
      double top5,
      double balancedTop1,
      double balancedTop5) {
    /** {@return where it was measured and {@code top1}, such as {@code by features: 99.8 %}} */
    public String inWords() {
      return String.format(
          Locale.ROOT,
          "%s: %.1f %%",
          vectors.equals("components")
              ? dimensions
              : "by " + (vectors.equals("map") ? "the " : "") + vectors,
          100 * top1);
    }
  }

  /**
   * One label.
   *
   * @param judged images of it
   * @param top1 share of them whose nearest neighbour has the label
   * @param takenFor the labels that the other nearest neighbours have, and of how many images; the
   *     five with the most
   */
  public record OfLabel(long judged, double top1, Map<String, Long> takenFor) {}

  /**
   * Sums up what was counted.
   *
   * @param features what the neighbours by features tell
   * @param spaces all that is measured, the features among it
   * @return empty when there are not two labels with images that can be judged
   */
  static Optional<EmbeddingAccuracy> of(Map<String, LabelVotes> features, List<OfSpace> spaces) {
    if (features.size() < 2) {
      return Optional.empty();
    }
    long judged = features.values().stream().mapToLong(LabelVotes::judged).sum();
    return Optional.of(
        new EmbeddingAccuracy(judged, features.size(), List.copyOf(spaces), byLabel(features)));
  }

  /** What was counted in a space. */
  static OfSpace space(String vectors, int dimensions, Map<String, LabelVotes> counts) {
    double judged = counts.values().stream().mapToLong(LabelVotes::judged).sum();
    return new OfSpace(
        vectors,
        dimensions,
        counts.values().stream().mapToLong(LabelVotes::nearestRight).sum() / judged,
        counts.values().stream().mapToLong(LabelVotes::mostRight).sum() / judged,
        counts.values().stream().mapToDouble(LabelVotes::nearestShare).average().orElse(0),
        counts.values().stream().mapToDouble(LabelVotes::mostShare).average().orElse(0));
  }

  private static Map<String, OfLabel> byLabel(Map<String, LabelVotes> counts) {
    List<Map.Entry<String, LabelVotes>> worstFirst = new ArrayList<>(counts.entrySet());
    worstFirst.sort(Comparator.comparingDouble(each -> each.getValue().nearestShare()));
    Map<String, OfLabel> byLabel = new LinkedHashMap<>();
    for (Map.Entry<String, LabelVotes> each :
        worstFirst.subList(0, Math.min(MOST_LABELS, worstFirst.size()))) {
      LabelVotes votes = each.getValue();
      byLabel.put(
          each.getKey(),
          new OfLabel(votes.judged(), votes.nearestShare(), votes.takenFor(MOST_TAKEN_FOR)));
    }
    return byLabel;
  }
}
