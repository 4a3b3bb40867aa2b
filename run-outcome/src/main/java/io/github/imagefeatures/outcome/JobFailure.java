package io.github.imagefeatures.outcome;

import java.util.Locale;

/**
 * What the job says about its own failure.
 *
 * @param exitCode the job's exit code
 * @param id the id of the kind of failure, such as {@code IF-IN-01}
 * @param sentence what went wrong and what cures it
 * @param stage what the job was doing, "listing the images"
 */
record JobFailure(int exitCode, String id, String sentence, String stage) {

  /** All of it, for people. */
  String words() {
    return String.format(
        Locale.ROOT, "%s [%s] (exit code %d, while %s)", sentence, id, exitCode, stage);
  }
}
