package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import java.util.function.Consumer;

/**
 * One of the things that a run leaves in its folder: how it is written, gets its final name, and is
 * checked afterwards. {@link Artifacts} lists them; one more is a class and a line there.
 */
interface Artifact {

  /** Its file or folder in the run's folder. */
  String name();

  /** What it is called in a sentence. */
  default String title() {
    return "The table " + name() + "/";
  }

  /** Returns whether a run of these options leaves this artifact. */
  default boolean isWanted(RecordedOptions options) {
    return true;
  }

  /** When it is written. */
  default Stage stage() {
    return Stage.PROJECTING;
  }

  /** Writes it, in place of what an earlier attempt left there. */
  void write(RunContext run);

  /**
   * Gives it its final name.
   *
   * @param warnings is told what is not as it should be although the run is whole
   */
  default void publish(RunFolder folder, Consumer<String> warnings) {
    folder.publish(name());
  }

  /**
   * Checks what a finished run's manifest claims of this artifact: at least that it exists.
   *
   * @param run is told what does not hold
   * @throws Exception when it cannot be read; Spark's readers fail with whatever they ran into,
   *     checked exceptions that Scala does not declare among it
   */
  default void check(Validation run) throws Exception {
    run.requireExists(name());
  }
}
