package io.github.imagefeatures.reduce;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.ReductionException;
import java.util.Locale;
import java.util.Optional;

/** How many principal components to keep. */
public sealed interface ComponentChoice {
  /** The share of the variance that is kept when nothing else is asked for. */
  double DEFAULT_VARIANCE = 0.99;

  /**
   * As few as reach a share of the variance.
   *
   * @param target above 0, at most 1
   */
  record Variance(double target) implements ComponentChoice {
    public Variance {
      if (!(target > 0 && target <= 1)) {
        throw new IllegalArgumentException(
            "the share of the variance is above 0 and at most 1, not " + target);
      }
    }
  }

  /**
   * A number that must be met.
   *
   * @param count one or more
   */
  record Fixed(int count) implements ComponentChoice {
    public Fixed {
      if (count < 1) {
        throw new IllegalArgumentException("the number of components is 1 or more, not " + count);
      }
    }
  }

  /**
   * A number to come as near to as the images allow.
   *
   * @param count one or more
   */
  record AtMost(int count) implements ComponentChoice {
    public AtMost {
      new Fixed(count);
    }

    /**
     * What there is to say when there are fewer.
     *
     * @param components that there are at most
     * @return a sentence; empty when there are as many as wished for
     */
    public Optional<String> shortfall(int components) {
      return components >= count
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "These images have at most %d components, so those are kept instead of the %d that the settings wish for.",
                  components,
                  count));
    }
  }

  /**
   * As few as tell labels apart about as well as all do, of which only neighbours can tell: a fit
   * keeps all of them until then.
   */
  record ByAccuracy() implements ComponentChoice {}

  /**
   * @param variance what each component explains
   * @param rank how many components carry any variance
   * @return the number to keep, 1 to {@code rank}
   * @throws ReductionException when a fixed number is above the rank
   */
  default int count(ExplainedVariance variance, int rank) {
    if (this instanceof Fixed fixed) {
      if (fixed.count() > rank) {
        throw new ReductionException(
            FailureId.TOO_MANY_COMPONENTS,
            String.format(
                Locale.ROOT,
                "%d components are asked for, but these images have only %d: choose --components %d or fewer, --variance, --fit-from an earlier run, or --features-only.",
                fixed.count(),
                rank,
                rank));
      }
      return fixed.count();
    }
    if (this instanceof AtMost wish) {
      return Math.min(rank, wish.count());
    }
    if (this instanceof Variance share) {
      return Math.min(rank, variance.componentsFor(share.target()).orElse(rank));
    }
    return rank;
  }
}
