package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import java.util.List;
import java.util.function.Consumer;

/** What a run leaves in its folder, but for the manifest, which comes last. */
public final class Artifacts {
  /**
   * What a run of this program leaves, in the order in which the artifacts get their final names.
   */
  static final List<Artifact> ALL =
      List.of(
          new FeaturesTable(),
          new RejectedTable(),
          new Provenance(),
          new ComponentsTable(),
          new SavedModel(),
          new VarianceCsv(),
          new PcaTsv(),
          new Neighbours(),
          new Findings(),
          new FindingsJson(),
          new RejectedTsv(),
          new Thumbnails(),
          new Page());

  /** All of a run. */
  public static final Artifacts OF_A_RUN = new Artifacts(ALL);

  private final List<Artifact> artifacts;

  Artifacts(List<Artifact> artifacts) {
    this.artifacts = List.copyOf(artifacts);
  }

  /** Writes those of a stage, and removes what an earlier attempt left of those not wanted. */
  public void write(Stage stage, RunContext run) {
    RecordedOptions options = RecordedOptions.of(run.options());
    for (Artifact artifact : artifacts) {
      if (artifact.stage() == stage && artifact.isWanted(options)) {
        artifact.write(run);
      } else if (artifact.stage() == stage) {
        run.folder().delete(run.folder().written(artifact.name()));
      }
    }
  }

  /** Gives all artifacts their final names. */
  public void publish(RunFolder folder, Consumer<String> warnings) {
    artifacts.forEach(artifact -> artifact.publish(folder, warnings));
  }

  /** Returns the artifacts that a run of these options leaves. */
  List<Artifact> wanted(RecordedOptions options) {
    return artifacts.stream().filter(artifact -> artifact.isWanted(options)).toList();
  }
}
