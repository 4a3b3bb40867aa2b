package io.github.imagefeatures.job.inspect;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.fit.EarlierFit;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.reduce.ErrorDistribution;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * How far the images of a second run have drifted from those of a first: by how much larger their
 * reconstruction errors are, all measured with the first run's scaling and components. So two runs
 * can be compared whose fits have nothing in common, as long as their features are of the same
 * weights. That a shift of images shows in a two-sample test after a reduction of their dimension
 * is shown by S. Rabanser, S. Guennemann and Z. C. Lipton, "Failing Loudly: An Empirical Study of
 * Methods for Detecting Dataset Shift", NeurIPS 2019.
 *
 * @param distance the one-sided statistic of Kolmogorov and Smirnov, 0 to 1, see {@link
 *     ErrorDistribution#excessOf}; null when it cannot be known
 * @param beyondFirst the share of the second run's images whose error is above the 99.9 % quantile
 *     of the first's; null when it cannot be known
 * @param unknown why it cannot be known, words to follow "unknown, since"; null when it is known
 */
public record Drift(Double distance, Double beyondFirst, String unknown) {

  /** Reads the first run's model and the errors of both, or the second's features. */
  static Drift between(
      CompletedRun first, CompletedRun second, Configuration hadoop, Supplier<SparkSession> spark) {
    if (!first.hasFeaturesLike(second)) {
      return unknown("the features of the two are of other weights");
    }
    if (!EarlierFit.knowsItsImages(first, hadoop)) {
      return unknown("the first says nothing of how far its images lie from its components");
    }
    if (!first.manifest().equals(second.manifest()) && !second.has(RunFolder.FEATURES, hadoop)) {
      return unknown("the second has no features beside its manifest");
    }
    // Spark's readers of models want a session that is open.
    SparkSession session = spark.get();
    EarlierFit fit;
    try {
      fit = EarlierFit.of(first, hadoop);
    } catch (OutputException e) {
      if (e.id() != FailureId.FIT_UNUSABLE) {
        throw e;
      }
      return unknown("the model of the first cannot be used");
    }
    ErrorDistribution one = fit.errors(session);
    double[] errors = fit.errorsOf(second, session);
    double farthest = one.quantile(Manifest.NewImages.QUANTILE);
    double beyond = Arrays.stream(errors).filter(error -> error > farthest).count();
    return new Drift(one.excessOf(ErrorDistribution.of(errors)), beyond / errors.length, null);
  }

  private static Drift unknown(String reason) {
    return new Drift(null, null, reason);
  }
}
