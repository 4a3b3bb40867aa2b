package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.source.OutputException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * A run's hold on its folder: a finished run is never written to again, and an unfinished one goes
 * on only with the options that it began with.
 */
final class Claim {
  private static final String NAME = "run.json";

  private final RunFolder folder;
  private final RunOptions options;
  private final Path file;

  /** What a failed run leaves in {@code failure.json}. */
  record Failure(String runId, int exitCode, String sentence, String stage) {}

  /** What an unfinished run began with. */
  record Begun(Map<String, Object> options) {}

  Claim(RunFolder folder, RunOptions options) {
    this.folder = folder;
    this.options = options;
    this.file = folder.working(NAME);
  }

  /** Begins a run, or goes on with an unfinished one. */
  void take() {
    if (folder.isComplete()) {
      throw new OutputException(
          "The run %s is complete already: leave --run-id out or choose another."
              .formatted(folder.runId()));
    }
    Begun mine = new Begun(comparable());
    Begun earlier = folder.readJson(file, Begun.class).orElse(null);
    if (earlier == null) {
      folder.writeJson(file, mine);
    } else if (!Json.MAPPER.valueToTree(earlier).equals(Json.MAPPER.valueToTree(mine))) {
      throw new OutputException(
          "The unfinished run %s was begun with other options: repeat those to go on with it, or choose another --run-id."
              .formatted(folder.runId()));
    }
  }

  /** Nothing is left to hold: the working folder is gone. */
  void release() {
    folder.delete(file);
  }

  /** Leaves word of why the run failed; silent when even that cannot be written. */
  void leaveFailure(Throwable failure, Stage stage) {
    try {
      folder.writeJson(
          folder.path(RunFolder.FAILURE),
          new Failure(
              folder.runId(),
              ExitCode.of(failure).number(),
              ExitCode.sentence(failure),
              stage.words()));
    } catch (OutputException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** What must not change when a run goes on: all that the features and components depend on. */
  private Map<String, Object> comparable() {
    Map<String, Object> map = new LinkedHashMap<>(options.asMap());
    map.remove("max-rejected-fraction");
    map.remove("tables");
    return map;
  }
}
