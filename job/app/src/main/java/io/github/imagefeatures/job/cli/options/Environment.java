package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.SettingsException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The environment variables that stand for options: {@code --max-pixels} is {@code
 * IMAGE_FEATURES_MAX_PIXELS}. An empty one counts as absent.
 */
final class Environment {
  private static final String PREFIX = "IMAGE_FEATURES_";

  /** What {@code job/bin/image-features} and the Python package read. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of(
          PREFIX + "MASTER",
          PREFIX + "MEMORY",
          PREFIX + "JAVA_OPTS",
          PREFIX + "JAR",
          PREFIX + "RELEASES");

  private final Map<String, String> variables = new TreeMap<>();

  Environment(Map<String, String> all) {
    all.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX) && !OF_THE_LAUNCHER.contains(name) && !value.isEmpty()) {
            variables.put(name, value);
          }
        });
  }

  static String variable(String option) {
    return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(variables.get(variable(option)));
  }

  /** Refuses a variable that no option reads: its value would be missed in silence. */
  void requireKnown(SortedSet<String> options) {
    SortedSet<String> known =
        options.stream().map(Environment::variable).collect(Collectors.toCollection(TreeSet::new));
    for (String name : variables.keySet()) {
      if (!known.contains(name)) {
        throw new SettingsException(
            FailureId.UNKNOWN_VARIABLE,
            "The environment variable %s stands for no option%s: correct or unset it."
                .formatted(
                    name,
                    SimilarName.to(name, known).map(" (did you mean %s?)"::formatted).orElse("")));
      }
    }
  }
}
