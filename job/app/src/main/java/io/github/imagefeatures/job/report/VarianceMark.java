package io.github.imagefeatures.job.report;

import io.github.imagefeatures.reduce.ExplainedVariance;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many components explain a round share of the variance.
 *
 * @param percent the share in percent
 * @param components the fewest components that explain it
 */
public record VarianceMark(int percent, int components) {

  /** The marks at 80, 90, 95 and 99 %, without those that are never reached. */
  static List<VarianceMark> of(ExplainedVariance variance) {
    return Stream.of(80, 90, 95, 99)
        .filter(percent -> variance.componentsFor(percent / 100.0).isPresent())
        .map(
            percent ->
                new VarianceMark(percent, variance.componentsFor(percent / 100.0).getAsInt()))
        .toList();
  }
}
