package io.github.imagefeatures.findings;

import io.github.imagefeatures.neighbours.Images;
import io.github.imagefeatures.neighbours.NearestImages;
import io.github.imagefeatures.neighbours.NearestImages.Neighbour;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** The same picture more than once: same bytes, same pixels, the same features or nearly so. */
final class Copies {
  /**
   * So much nearer than the tenth nearest pictures of this set usually are. The nearest ones would
   * not do: where every picture has a copy, they are the copies.
   */
  private static final double OF_MEDIAN = 0.1;

  /** In a set of very different pictures the median alone would let much through. */
  private static final double MOST_APART = 0.1;

  private final NearestImages nearest;
  private final Images images;
  private final List<ImageRecord> records;
  private final List<Finding> found = new ArrayList<>();

  private Copies(NearestImages nearest, List<ImageRecord> records) {
    this.nearest = nearest;
    this.images = nearest.images();
    this.records = records;
  }

  /**
   * Finds them.
   *
   * @param tenth the distance of each row to its tenth nearest, or to the last of fewer
   */
  static List<Finding> find(NearestImages nearest, List<ImageRecord> records, Quantiles tenth) {
    Copies copies = new Copies(nearest, records);
    copies.sameBytes();
    copies.samePixels();
    copies.equalFeatures();
    copies.nearlyTheSame(Math.min(MOST_APART, OF_MEDIAN * tenth.at(0.5)));
    return copies.found;
  }

  private void sameBytes() {
    Map<String, Integer> counts = new HashMap<>();
    records.forEach(record -> counts.merge(record.sha256(), 1, Integer::sum));
    counts.remove(null);
    Map<String, Integer> firsts = new HashMap<>();
    for (int image = 0; image < images.count(); image++) {
      String sha256 = records.get(image).sha256();
      Integer first = sha256 == null ? null : firsts.putIfAbsent(sha256, image);
      if (first != null) {
        int count = counts.get(sha256);
        add(
            FindingKind.EXACT_DUPLICATE,
            image,
            first,
            count,
            "%d files have these bytes, SHA-256 %s.",
            count,
            sha256);
        if (images.row(image) != images.row(first)) {
          addConflicts(List.of(first), List.of(image), 0);
        }
      }
    }
  }

  private void samePixels() {
    Map<Long, List<Integer>> byPixels = new LinkedHashMap<>();
    for (int image = 0; image < images.count(); image++) {
      Long pixels = records.get(image).pixels();
      if (pixels != null) {
        byPixels.computeIfAbsent(pixels, first -> new ArrayList<>()).add(image);
      }
    }
    byPixels.values().forEach(this::samePixels);
  }

  private void samePixels(List<Integer> files) {
    int first = files.get(0);
    Set<String> bytes = new HashSet<>();
    for (int image : files) {
      String sha256 = records.get(image).sha256();
      boolean isNew = sha256 == null || bytes.add(sha256);
      if (isNew && image != first) {
        add(
            FindingKind.SAME_PICTURE,
            image,
            first,
            files.size(),
            "The network reads the same pixels of %d files, these two among them.",
            files.size());
        if (images.row(image) != images.row(first)) {
          addConflicts(List.of(first), List.of(image), 0);
        }
      }
    }
  }

  /** Whether their pixels are known to be the same or not: conflicts do not depend on it. */
  private void equalFeatures() {
    for (int row = 0; row < images.rows(); row++) {
      List<Integer> different = new ArrayList<>();
      List<Integer> before = new ArrayList<>();
      for (int image : images.copies(row)) {
        if (different.stream().noneMatch(other -> isSamePicture(image, other))) {
          different.add(image);
        }
        addConflicts(before, List.of(image), 0);
        keepIfNew(before, image);
      }
      for (int image : different.subList(1, different.size())) {
        add(
            FindingKind.NEAR_DUPLICATE,
            image,
            different.get(0),
            0,
            "The cosine distance is 0, and the pixels differ or are not known.");
      }
    }
  }

  /** Keeps the first image of each label and of each split, which all others are held against. */
  private void keepIfNew(List<Integer> firsts, int image) {
    if (firsts.stream().noneMatch(first -> images.label(first).equals(images.label(image)))
        || firsts.stream().noneMatch(first -> split(first).equals(split(image)))) {
      firsts.add(image);
    }
  }

  private void nearlyTheSame(double threshold) {
    for (int row = 0; row < images.rows(); row++) {
      int image = images.copies(row)[0];
      for (Neighbour neighbour : nearest.different(row)) {
        int other = neighbour.image();
        if (neighbour.distance() <= threshold && isPairOnce(row, other)) {
          add(
              FindingKind.NEAR_DUPLICATE,
              Math.max(image, other),
              Math.min(image, other),
              neighbour.distance(),
              "The cosine distance is %.2g, and near-duplicates are up to %.2g apart.",
              neighbour.distance(),
              threshold);
          addConflicts(firsts(other), firsts(image), neighbour.distance());
        }
      }
    }
  }

  /**
   * Of two that name one another the second does, and files of the same bytes or pixels are found
   * already.
   */
  private boolean isPairOnce(int row, int other) {
    int otherRow = images.row(other);
    int image = images.copies(row)[0];
    return (otherRow < row || !isNamedBy(otherRow, image)) && !isSamePicture(image, other);
  }

  private boolean isNamedBy(int row, int image) {
    return nearest.different(row).stream().anyMatch(each -> each.image() == image);
  }

  private boolean isSamePicture(int image, int other) {
    ImageRecord one = records.get(image);
    ImageRecord two = records.get(other);
    return one.sha256() != null && one.sha256().equals(two.sha256())
        || one.pixels() != null && one.pixels().equals(two.pixels());
  }

  /** Of an image and its copies the first of each label and of each split. */
  private List<Integer> firsts(int image) {
    List<Integer> firsts = new ArrayList<>();
    for (int copy : images.copies(images.row(image))) {
      keepIfNew(firsts, copy);
    }
    return firsts;
  }

  /** Images that show the same, or nearly, under two labels, and in two splits. */
  private void addConflicts(List<Integer> some, List<Integer> others, double distance) {
    addConflict(
        FindingKind.LABEL_CONFLICT,
        some,
        others,
        distance,
        images::label,
        "This picture and %s have two labels, \"%s\" and \"%s\"; the cosine distance is %.2g.");
    addConflict(
        FindingKind.SPLIT_LEAK,
        some,
        others,
        distance,
        this::split,
        "This picture and %s are in two splits, %s and %s; the cosine distance is %.2g.");
  }

  /** The first pair with two different values, of which neither is empty. */
  private void addConflict(
      FindingKind kind,
      List<Integer> some,
      List<Integer> others,
      double distance,
      IntFunction<String> value,
      String format) {
    for (int one : some) {
      for (int two : others) {
        String first = value.apply(Math.max(one, two));
        String second = value.apply(Math.min(one, two));
        if (!first.isEmpty() && !second.isEmpty() && !first.equals(second)) {
          String other = distance > 0 ? "one that is nearly the same" : "the same one elsewhere";
          found.add(
              new Finding(
                  images.path(Math.max(one, two)),
                  kind,
                  distance,
                  images.path(Math.min(one, two)),
                  images.label(Math.max(one, two)),
                  kind == FindingKind.LABEL_CONFLICT ? second : null,
                  Finding.sentence(format, other, first, second, distance)));
          return;
        }
      }
    }
  }

  private String split(int image) {
    return records.get(image).split();
  }

  private void add(
      FindingKind kind, int image, int other, double score, String format, Object... args) {
    found.add(
        new Finding(
            images.path(image),
            kind,
            score,
            images.path(other),
            images.label(image),
            null,
            Finding.sentence(format, args)));
  }
}
