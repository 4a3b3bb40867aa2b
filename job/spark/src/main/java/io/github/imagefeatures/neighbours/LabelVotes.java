package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.neighbours.NearestImages.Neighbour;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the neighbours of a label's images say of their label. */
final class LabelVotes {
  /** Neighbours that vote. */
  static final int VOTERS = 5;

  private final Map<String, Long> others = new TreeMap<>();
  private long judged;
  private long nearestRight;
  private long mostRight;

  private LabelVotes() {}

  /**
   * Counts by label, of each that has images to judge.
   *
   * @param nearest five or more rows of each, or all others; of images with labels
   */
  static Map<String, LabelVotes> count(NearestImages nearest) {
    Images images = nearest.images();
    Set<String> judgeable = judgeable(images);
    Map<String, LabelVotes> counts = new TreeMap<>();
    for (int row = 0; row < images.rows(); row++) {
      List<Neighbour> voters = nearest.others(row, VOTERS);
      for (int image : images.copies(row)) {
        String label = images.label(image);
        if (judgeable.contains(label)) {
          counts
              .computeIfAbsent(label, first -> new LabelVotes())
              .judge(label, images.label(voters.get(0).image()), mostVoted(voters, images));
        }
      }
    }
    return counts;
  }

  /** The labels of two different images or more: no others can tell the label of one alone. */
  static Set<String> judgeable(Images images) {
    Map<String, Set<Integer>> rowsOfLabel = new HashMap<>();
    for (int image = 0; image < images.count(); image++) {
      rowsOfLabel
          .computeIfAbsent(images.label(image), first -> new HashSet<>())
          .add(images.row(image));
    }
    rowsOfLabel.values().removeIf(rows -> rows.size() < 2);
    return rowsOfLabel.keySet();
  }

  private static String mostVoted(List<Neighbour> voters, Images images) {
    Map<String, Integer> votes = new TreeMap<>();
    voters.forEach(voter -> votes.merge(images.label(voter.image()), 1, Integer::sum));
    String most = "";
    int count = 0;
    for (Map.Entry<String, Integer> label : votes.entrySet()) {
      if (label.getValue() > count) {
        most = label.getKey();
        count = label.getValue();
      }
    }
    return most;
  }

  private void judge(String label, String ofNearest, String ofMost) {
    judged++;
    mostRight += ofMost.equals(label) ? 1 : 0;
    if (ofNearest.equals(label)) {
      nearestRight++;
    } else {
      others.merge(ofNearest, 1L, Long::sum);
    }
  }

  long judged() {
    return judged;
  }

  /** Images whose nearest neighbour has the label. */
  long nearestRight() {
    return nearestRight;
  }

  /** Images for whose label most of the five nearest vote. */
  long mostRight() {
    return mostRight;
  }

  double nearestShare() {
    return (double) nearestRight / judged;
  }

  double mostShare() {
    return (double) mostRight / judged;
  }

  /** Labels that other nearest neighbours have, those with the most images first. */
  Map<String, Long> takenFor(int most) {
    Map<String, Long> first = new LinkedHashMap<>();
    others.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(most)
        .forEach(each -> first.put(each.getKey(), each.getValue()));
    return first;
  }
}
