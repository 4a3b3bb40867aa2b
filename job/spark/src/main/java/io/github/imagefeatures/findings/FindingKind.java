package io.github.imagefeatures.findings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What can be found, in the order in which the table has it. */
public enum FindingKind {
  /** Two files have the same bytes. */
  EXACT_DUPLICATE("exact duplicate", "exact duplicates"),
  /** Two files differ, or may differ, and the network reads the same pixels of them. */
  SAME_PICTURE("copy of a picture", "copies of a picture"),
  /** Two pictures are much nearer to one another than pictures of this set usually are. */
  NEAR_DUPLICATE("near-duplicate", "near-duplicates"),
  /** The same picture, or nearly the same, has two labels. */
  LABEL_CONFLICT("label conflict", "label conflicts"),
  /** The same picture, or nearly the same, is in two splits. */
  SPLIT_LEAK("leak between splits", "leaks between splits"),
  /** The neighbours of an image have another label. */
  SUSPECT_LABEL("suspect label", "suspect labels"),
  /** The nearest images of one label often have another one. */
  CONFUSED_LABELS("pair of confused labels", "pairs of confused labels"),
  /** An image is much farther from all others than images of this set usually are. */
  OUTLIER("outlier", "outliers"),
  /** All pixels have about the same brightness. */
  ONE_COLOUR("image of one colour", "images of one colour"),
  /** All pixels are nearly black. */
  NEARLY_BLACK("nearly black image", "nearly black images"),
  /** All pixels are nearly white. */
  NEARLY_WHITE("nearly white image", "nearly white images");

  /** Images of a set that has outliers at all: fewer do not tell what is usual. */
  public static final int FEWEST_FOR_OUTLIERS = 20;

  private final String one;
  private final String several;

  FindingKind(String one, String several) {
    this.one = one;
    this.several = several;
  }

  /** {@return what the table calls it} */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Says what was found.
   *
   * @param counts how many of each kind, by its key
   * @return such as {@code 3 exact duplicates, 12 near-duplicates}, or {@code none}
   */
  public static String inWords(Map<String, Long> counts) {
    String words =
        Arrays.stream(values())
            .filter(kind -> counts.getOrDefault(kind.key(), 0L) > 0)
            .map(kind -> kind.inWords(counts.get(kind.key())))
            .collect(Collectors.joining(", "));
    return words.isEmpty() ? "none" : words;
  }

  private String inWords(long count) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several);
  }
}
