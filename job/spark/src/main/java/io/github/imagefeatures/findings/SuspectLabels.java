package io.github.imagefeatures.findings;

import io.github.imagefeatures.neighbours.Images;
import io.github.imagefeatures.neighbours.NearestImages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels that an image's neighbours contradict, and labels that are confused.
 *
 * <p>An image's probability of a label is the share of its nearest images, copies left out, that
 * have the label; so each image is judged by others. Confident learning (Northcutt, Jiang and
 * Chuang, "Confident learning: estimating uncertainty in dataset labels", JAIR 2021) takes as a
 * label's threshold the mean probability of it among the images that have it. A label is suspect
 * when the probability of another one reaches that one's threshold and is above the own label's.
 */
final class SuspectLabels {
  /** Neighbours that vote at most. */
  private static final int MOST_VOTERS = 10;

  /** Other images of a label that it takes to judge one: with fewer, votes are chance. */
  private static final int FEWEST_OF_LABEL = 5;

  /** The share of two labels' images whose nearest image has the other label. */
  private static final double CONFUSED = 0.05;

  private static final int FEWEST_CONFUSED = 5;

  private final NearestImages nearest;
  private final Images images;
  private final Map<String, Integer> rowsOfLabel = new HashMap<>();
  private final List<Judged> judged = new ArrayList<>();

  /** An image and the votes of its neighbours. */
  private record Judged(
      int image, String label, String nearest, int voters, Map<String, Integer> votes) {
    double probability(String of) {
      return (double) votes.getOrDefault(of, 0) / voters;
    }
  }

  /** Two labels, the first by its characters first. */
  private record Pair(String label, String other) implements Comparable<Pair> {
    static Pair of(String label, String other) {
      return label.compareTo(other) < 0 ? new Pair(label, other) : new Pair(other, label);
    }

    @Override
    public int compareTo(Pair pair) {
      int order = label.compareTo(pair.label);
      return order != 0 ? order : other.compareTo(pair.other);
    }
  }

  private SuspectLabels(NearestImages nearest) {
    this.nearest = nearest;
    images = nearest.images();
    countRows();
    for (int image = 0; image < images.count(); image++) {
      judge(image);
    }
  }

  static List<Finding> find(NearestImages nearest) {
    SuspectLabels labels = new SuspectLabels(nearest);
    List<Finding> found = labels.suspects();
    found.addAll(labels.confused());
    return found;
  }

  /** Copies have one vote, whatever their labels are. */
  private void countRows() {
    for (int row = 0; row < images.rows(); row++) {
      rowsOfLabel.merge(images.label(images.copies(row)[0]), 1, Integer::sum);
    }
    rowsOfLabel.remove("");
  }

  private void judge(int image) {
    String label = images.label(image);
    int row = images.row(image);
    int others = rowsOfLabel.getOrDefault(label, 0) - (isVoter(image) ? 1 : 0);
    if (others < FEWEST_OF_LABEL || rowsOfLabel.size() < 2) {
      return;
    }
    List<String> votes =
        nearest.different(row).stream()
            .map(neighbour -> images.label(neighbour.image()))
            .filter(vote -> !vote.isEmpty())
            .limit(Math.min(MOST_VOTERS, others))
            .toList();
    if (votes.size() >= FEWEST_OF_LABEL) {
      Map<String, Integer> counts = new TreeMap<>();
      votes.forEach(vote -> counts.merge(vote, 1, Integer::sum));
      judged.add(new Judged(image, label, votes.get(0), votes.size(), counts));
    }
  }

  private boolean isVoter(int image) {
    return images.copies(images.row(image))[0] == image;
  }

  private List<Finding> suspects() {
    Map<String, Double> thresholds = thresholds();
    List<Finding> found = new ArrayList<>();
    for (Judged image : judged) {
      double own = image.probability(image.label());
      String suggested = null;
      for (String other : image.votes().keySet()) {
        double probability = image.probability(other);
        if (probability > own
            && probability >= thresholds.getOrDefault(other, 2.0)
            && (suggested == null || probability > image.probability(suggested))) {
          suggested = other;
        }
      }
      if (suggested != null) {
        found.add(suspect(image, suggested, thresholds.get(suggested)));
      }
    }
    return found;
  }

  private Finding suspect(Judged image, String suggested, double threshold) {
    return new Finding(
        images.path(image.image()),
        FindingKind.SUSPECT_LABEL,
        image.probability(image.label()),
        null,
        image.label(),
        suggested,
        Finding.sentence(
            "Of the %d nearest images %d have the label \"%s\" and %d have \"%s\", whose own images have %.0f %% on average.",
            image.voters(),
            image.votes().getOrDefault(image.label(), 0),
            image.label(),
            image.votes().get(suggested),
            suggested,
            100 * threshold));
  }

  /** Of copies the one that stands for all. */
  private List<Judged> standing() {
    return judged.stream().filter(each -> isVoter(each.image())).toList();
  }

  private Map<String, Double> thresholds() {
    Map<String, Double> sums = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Judged image : standing()) {
      sums.merge(image.label(), image.probability(image.label()), Double::sum);
      counts.merge(image.label(), 1, Integer::sum);
    }
    sums.replaceAll((label, sum) -> sum / counts.get(label));
    return sums;
  }

  private List<Finding> confused() {
    Map<String, Integer> ofLabel = new HashMap<>();
    Map<Pair, Integer> taken = new TreeMap<>();
    for (Judged image : standing()) {
      ofLabel.merge(image.label(), 1, Integer::sum);
      if (!image.nearest().equals(image.label())) {
        taken.merge(Pair.of(image.label(), image.nearest()), 1, Integer::sum);
      }
    }
    List<Finding> found = new ArrayList<>();
    taken.forEach(
        (pair, count) -> {
          int both = ofLabel.getOrDefault(pair.label(), 0) + ofLabel.getOrDefault(pair.other(), 0);
          double share = (double) count / both;
          if (count >= FEWEST_CONFUSED && share >= CONFUSED) {
            found.add(
                new Finding(
                    null,
                    FindingKind.CONFUSED_LABELS,
                    share,
                    null,
                    pair.label(),
                    pair.other(),
                    Finding.sentence(
                        "The nearest image of %d of these labels' %d images has the other label.",
                        count, both)));
          }
        });
    return found;
  }
}
