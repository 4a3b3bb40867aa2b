package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.MaskedException;

/**
 * What a failed run or probe leaves in {@code failure.json}; the outcome function of a deployment
 * tells the sentence to whoever waits.
 *
 * @param runId the name of the run; of a probe that of its folder
 * @param exitCode with which the command ends
 * @param id the id of the kind of failure, such as {@code IF-IN-01}
 * @param sentence what is wrong and what to do about it
 * @param stage what the job was doing, such as {@code listing the images}
 * @param trace the stack trace with all causes, without credentials
 */
public record FailureFile(
    String runId, int exitCode, String id, String sentence, String stage, String trace) {
  /** Its name in the folder. */
  public static final String NAME = "failure.json";

  /**
   * Describes a failure.
   *
   * @param runId the name of the run or of the probe's folder
   * @param failure what ended it
   * @param stage what was being done
   * @return the file's content
   */
  public static FailureFile of(String runId, Throwable failure, String stage) {
    JobException classified = FailureClassifier.classify(failure);
    return new FailureFile(
        runId,
        classified.exitCode().number(),
        classified.id().toString(),
        classified.getMessage(),
        stage,
        MaskedException.of(failure).trace());
  }
}
