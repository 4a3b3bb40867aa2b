package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.model.MobileNetV2;
import io.github.imagefeatures.job.model.Weights;
import io.github.imagefeatures.job.reduce.Reduction;
import io.github.imagefeatures.job.source.ImageListing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** What a run knows of itself by the time its numbers are done. */
record RunFacts(
    String runId,
    Instant started,
    RunOptions options,
    ImageListing listing,
    Weights weights,
    Featurized featurized,
    Reduction reduction,
    Map<String, String> versions) {

  /** The manifest as of now. */
  Manifest manifest(Map<String, Double> seconds) {
    double featurizing = seconds.getOrDefault(StageClock.key(Stage.FEATURIZING), 0.0);
    return new Manifest(
        Manifest.FORMAT,
        runId,
        text(started),
        text(Instant.now()),
        Manifest.Input.of(listing),
        options.asMap(),
        versions,
        featurized.processors(),
        counts(),
        Manifest.WeightsUsed.of(weights),
        reduced(),
        seconds,
        featurizing > 0 ? Math.round(featurized.computed() / featurizing * 10) / 10.0 : 0);
  }

  private Manifest.Counts counts() {
    return new Manifest.Counts(
        listing.images().size(),
        featurized.featurized(),
        featurized.rejected(),
        featurized.rejectedByReason(),
        featurized.warned(),
        featurized.reused(),
        featurized.reusedFrom());
  }

  private Manifest.Reduced reduced() {
    return new Manifest.Reduced(
        MobileNetV2.FEATURES,
        reduction.scaling().name().toLowerCase(Locale.ROOT),
        reduction.components(),
        reduction.cumulativeVariance());
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
