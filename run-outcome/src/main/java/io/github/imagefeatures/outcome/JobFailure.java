package io.github.imagefeatures.outcome;

/**
 * What the job says about its own failure.
 *
 * @param exitCode the job's exit code
 * @param id of the kind of failure, such as {@code IF-IN-01}
 * @param sentence what went wrong and what cures it
 * @param stage what the job was doing, "listing the images"
 */
record JobFailure(int exitCode, String id, String sentence, String stage) {

  /** All of it, for people. */
  String words() {
    return "%s [%s] (exit code %d, while %s)".formatted(sentence, id, exitCode, stage);
  }
}
