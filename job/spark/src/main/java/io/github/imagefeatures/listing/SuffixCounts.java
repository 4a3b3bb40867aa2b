package io.github.imagefeatures.listing;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many files there are with each suffix of their names, such as {@code .txt}. */
public final class SuffixCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The key of names without a suffix, and of all but the first hundred in order of letters. */
  private static final String OTHERS = "";

  private static final int MOST_SUFFIXES = 100;
  private static final int MOST_SHOWN = 5;
  private static final Pattern SUFFIX = Pattern.compile(".\\.([a-z0-9_]{1,12})$");

  private final TreeMap<String, Long> counts = new TreeMap<>();

  void add(String relative) {
    Matcher suffix = SUFFIX.matcher(NameRules.lowerCase(relative));
    add(suffix.find() ? "." + suffix.group(1) : OTHERS, 1);
  }

  void add(SuffixCounts more) {
    more.counts.forEach(this::add);
  }

  private void add(String suffix, long files) {
    counts.merge(suffix, files, Long::sum);
    int others = counts.containsKey(OTHERS) ? 1 : 0;
    if (counts.size() > MOST_SUFFIXES + others) {
      // Whatever the order in which files come, the same suffixes are left.
      counts.merge(OTHERS, counts.pollLastEntry().getValue(), Long::sum);
    }
  }

  long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Files by suffix; under the empty one those that have none, or a rare one among very many. */
  SortedMap<String, Long> asMap() {
    return new TreeMap<>(counts);
  }

  /** Counts of the same files by the same suffixes are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SuffixCounts that && counts.equals(that.counts);
  }

  @Override
  public int hashCode() {
    return counts.hashCode();
  }

  /**
   * Counts in words, the largest first: {@code 10 .jfif, 2 .txt, 1 other}.
   *
   * @param counts files by suffix
   * @return at most five suffixes, and how many files are left
   */
  public static String inWords(Map<String, Long> counts) {
    Map<String, Long> shown =
        counts.entrySet().stream()
            .filter(each -> !each.getKey().equals(OTHERS))
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_SHOWN)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    long others =
        counts.entrySet().stream()
            .filter(each -> !shown.containsKey(each.getKey()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return Stream.concat(
            shown.entrySet().stream()
                .sorted(
                    Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(each -> each.getValue() + " " + each.getKey()),
            others == 0 ? Stream.of() : Stream.of(others + (others == 1 ? " other" : " others")))
        .collect(Collectors.joining(", "));
  }
}
