package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Stage;

/** Receives the progress of a run. */
public interface RunListener {
  /** Ignores all events. */
  RunListener NONE = new RunListener() {};

  /**
   * A stage begins.
   *
   * @param stage which one
   */
  default void stageStarted(Stage stage) {}

  /**
   * Featurizing begins.
   *
   * @param total images of this run
   * @param already of those, featurized before the run was interrupted
   */
  default void featurizingStarted(long total, long already) {}

  /**
   * Images are featurized.
   *
   * @param images so far; never decreases
   */
  default void featurized(long images) {}

  /**
   * The run was complete before, with all that is asked for now.
   *
   * @param run it
   */
  default void alreadyComplete(CompletedRun run) {}

  /**
   * What the run has made of its images, for a person to see whether it is what was meant.
   *
   * @param sentence what
   */
  default void tell(String sentence) {}

  /**
   * Something a person should know although the run continues.
   *
   * @param sentence what
   */
  default void warn(String sentence) {}
}
