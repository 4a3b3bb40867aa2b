package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RunFolder;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** {@code findings.json}: how many findings there are of each kind, for scripts. */
final class FindingsJson extends SimilarityArtifact {
  private static final String NAME = "findings.json";

  private record Content(long images, Map<String, Long> counts) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  boolean writeIfFound(RunContext run) {
    Map<String, Long> counts = run.similarity().findings();
    if (counts == null) {
      return false;
    }
    run.folder()
        .writeJson(
            run.folder().written(NAME),
            new Content(run.similarity().nearest().images().count(), counts));
    return true;
  }

  @Override
  public void check(Validation run) {
    Map<String, Long> claimed = run.manifest().findings();
    if (claimed != null) {
      Optional<Content> written =
          RunFolder.readJson(run.folder().store(), new Path(run.path(NAME)), Content.class);
      run.expect("counts of findings.json", claimed, written.map(Content::counts).orElse(Map.of()));
    }
  }
}
