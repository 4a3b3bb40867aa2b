package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.failure.FailureId;
import io.github.imagefeatures.job.failure.OutputException;
import io.github.imagefeatures.job.model.Weights;
import io.github.imagefeatures.job.source.ImageListing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A run that is complete and asked for again. It is taken for the outcome if nothing differs that
 * its manifest can tell: program, options, weights, and the images by path. An image that changed
 * under its name shows by its time alone, so none may be younger than the run.
 */
final class CompleteRun {
  private final RunFolder folder;
  private final RunOptions options;
  private final Manifest manifest;

  CompleteRun(RunFolder folder, RunOptions options) {
    this.folder = folder;
    this.options = options;
    this.manifest = folder.readJson(folder.path(RunFolder.MANIFEST), Manifest.class).orElseThrow();
  }

  /**
   * The complete run as the outcome of what is asked for now.
   *
   * @param listing the images as they are now
   * @param weights those that would be used now
   * @throws OutputException when it is another run; the sentence says in what
   */
  FinishedRun asOutcome(ImageListing listing, Weights weights) {
    List<String> differences = differences(listing, weights);
    if (!differences.isEmpty()) {
      throw new OutputException(
          FailureId.RUN_COMPLETE,
          "The run %s is complete already, but with %s: leave --run-id out or choose another."
              .formatted(folder.runId(), String.join(" and ", differences)));
    }
    return new FinishedRun(manifest, folder.root().toString());
  }

  private List<String> differences(ImageListing listing, Weights weights) {
    List<String> differences = new ArrayList<>();
    if (!Json.tree(options.asMap()).equals(Json.tree(manifest.options()))) {
      differences.add("other options");
    }
    if (!Versions.jarSha256().equals(manifest.versions().get(Versions.JAR_SHA256))) {
      differences.add("another build of the program");
    }
    if (!Manifest.WeightsUsed.of(weights).sha256().equals(manifest.weights().sha256())) {
      differences.add("other weights");
    }
    if (!Manifest.Input.of(listing).digest().equals(manifest.input().digest())) {
      differences.add("other images");
    } else if (changedSince(listing, Instant.parse(manifest.started()))) {
      differences.add("images that have changed since");
    }
    return differences;
  }

  private static boolean changedSince(ImageListing listing, Instant started) {
    return listing.images().stream()
        .anyMatch(image -> image.modificationTime() > started.toEpochMilli());
  }
}
