package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.Stage;

/** What a run leaves of its images' neighbours, where it has looked for them. */
abstract class SimilarityArtifact implements Artifact {
  @Override
  public final boolean isWanted(RecordedOptions options) {
    return options.neighbours() > 0;
  }

  @Override
  public final Stage stage() {
    return Stage.NEIGHBOURS;
  }

  /** Leaves nothing, also of an earlier attempt, where there are no neighbours. */
  @Override
  public final void write(RunContext run) {
    if (!writeIfFound(run)) {
      run.folder().delete(run.folder().written(name()));
    }
  }

  /** Writes it, and returns whether there was anything to write. */
  abstract boolean writeIfFound(RunContext run);
}
