package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import java.util.List;
import java.util.function.Consumer;

/** All that a run leaves in its folder, but for the manifest, which comes last. */
public final class Artifacts {
  /** In the order in which they get their final names. */
  static final List<Artifact> ALL =
      List.of(
          new FeaturesTable(),
          new RejectedTable(),
          new Provenance(),
          new ComponentsTable(),
          new SavedModel(),
          new VarianceCsv(),
          new PcaTsv(),
          new RejectedTsv(),
          new Thumbnails(),
          new Page());

  private Artifacts() {}

  /** Writes those of a stage, and removes what an earlier attempt left of those not wanted. */
  public static void write(Stage stage, RunContext run) {
    RecordedOptions options = RecordedOptions.of(run.options());
    for (Artifact artifact : ALL) {
      if (artifact.stage() == stage && artifact.isWanted(options)) {
        artifact.write(run);
      } else if (artifact.stage() == stage) {
        run.folder().delete(run.folder().working(artifact.name()));
      }
    }
  }

  /** Gives all of them their final names. */
  public static void publish(RunFolder folder, Consumer<String> warnings) {
    ALL.forEach(artifact -> artifact.publish(folder, warnings));
  }
}
