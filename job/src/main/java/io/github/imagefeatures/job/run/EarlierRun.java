package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.model.Weights;
import io.github.imagefeatures.job.source.OutputException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The newest complete run of an output, whose features a run may take over if it would compute the
 * same ones: with the same weights and the same program, as far as pixels and features go.
 */
final class EarlierRun {
  private final RunFolder folder;
  private final Manifest manifest;

  private EarlierRun(RunFolder folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  /**
   * Finds the run.
   *
   * @throws OutputException when there is none or its features would not be the same; the message
   *     is a sentence that says why
   */
  static EarlierRun of(RunOptions options, Weights weights, Configuration hadoop) {
    RunFolder folder = RunFolder.latest(options.output(), hadoop);
    Manifest manifest =
        folder
            .readJson(folder.path(RunFolder.MANIFEST), Manifest.class)
            .orElseThrow(
                () ->
                    new OutputException(
                        "The run %s has no manifest.json any more.".formatted(folder.runId())));
    EarlierRun run = new EarlierRun(folder, manifest);
    List<String> differences = run.differences(options, weights);
    if (!differences.isEmpty()) {
      throw new OutputException(
          "The run %s was made with %s."
              .formatted(folder.runId(), String.join(" and ", differences)));
    }
    if (!folder.exists(folder.path(RunFolder.PROVENANCE))) {
      throw new OutputException(
          "The run %s does not say what its features were made from.".formatted(folder.runId()));
    }
    return run;
  }

  String runId() {
    return folder.runId();
  }

  /** Where one of its tables lies. */
  String table(String name) {
    return folder.path(name).toString();
  }

  private List<String> differences(RunOptions options, Weights weights) {
    List<String> differences = new ArrayList<>();
    if (!weightsAreThose(Manifest.WeightsUsed.of(weights))) {
      differences.add("other weights");
    }
    if (!Versions.ofFeatures(Versions.all("")).equals(Versions.ofFeatures(manifest.versions()))) {
      differences.add("another build of the program or another Java");
    }
    // A limit of bytes is compared with each image's length; pixels are known only by decoding.
    if (!(manifest.options().get("max-pixels") instanceof Number earlier)
        || earlier.longValue() > options.featurize().limits().maxPixels()) {
      differences.add("a higher --max-pixels");
    }
    if (!options.featurize().resampling().wireName().equals(manifest.options().get("resampling"))) {
      differences.add("another --resampling");
    }
    return differences;
  }

  private boolean weightsAreThose(Manifest.WeightsUsed now) {
    return now.sha256().equals(manifest.weights().sha256())
        && now.trained() == manifest.weights().trained();
  }
}
