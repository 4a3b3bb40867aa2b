package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.model.MobileNetV2;
import io.github.imagefeatures.job.model.Weights;
import io.github.imagefeatures.job.model.WeightsProvenance;
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
        input(),
        options.asMap(),
        versions,
        counts(),
        weightsUsed(),
        reduced(),
        seconds,
        featurizing > 0 ? Math.round(featurized.featurized() / featurizing * 10) / 10.0 : 0);
  }

  private Manifest.Input input() {
    PathDigest digest = new PathDigest();
    listing.images().forEach(image -> digest.add(image.path()));
    return new Manifest.Input(
        Uris.masked(listing.root()),
        listing.matched(),
        listing.skippedHidden(),
        listing.skippedByGlob(),
        listing.skippedUnopenable(),
        listing.skippedCompressed(),
        digest.value());
  }

  private Manifest.Counts counts() {
    return new Manifest.Counts(
        listing.images().size(),
        featurized.featurized(),
        featurized.rejected(),
        featurized.rejectedByReason(),
        featurized.warned(),
        0);
  }

  private Manifest.WeightsUsed weightsUsed() {
    WeightsProvenance provenance = weights.provenance();
    return new Manifest.WeightsUsed(
        Uris.masked(provenance.source()),
        provenance.sha256(),
        provenance.description(),
        provenance.recognition().name().toLowerCase(Locale.ROOT),
        provenance.trained());
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
