package io.github.imagefeatures.job.cli.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What was probably meant by a name that does not exist. */
public final class SimilarName {
  private SimilarName() {}

  /**
   * The nearest of some names by letters changed, added and left out.
   *
   * @param name that does not exist
   * @param names that do
   * @return none when more than a third of its letters would have to change
   */
  public static Optional<String> to(String name, Collection<String> names) {
    LevenshteinDistance distance = new LevenshteinDistance();
    int most = Math.max(2, name.length() / 3);
    return names.stream()
        .min(Comparator.comparing((String each) -> distance.apply(each, name)))
        .filter(each -> distance.apply(each, name) <= most);
  }
}
