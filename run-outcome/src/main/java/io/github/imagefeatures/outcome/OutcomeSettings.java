package io.github.imagefeatures.outcome;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What the function's environment says about the one run that it watches.
 *
 * @param clusterId the run's cluster, {@code j-...}
 * @param stepId the run's step where it is known, {@code s-...}
 * @param stepName the name of the run's step; without id and name it is the cluster's only one
 * @param signalUrl the wait condition handle's presigned URL, exactly as CloudFormation gave it
 * @param topicArn the SNS topic that receives the outcomes
 * @param runFolder the run's folder, {@code s3://bucket/.../runs/<run-id>}
 * @param logUri where the cluster's logs go, {@code s3://bucket/prefix}
 * @param sweepName the schedule that calls the function every few minutes, of the default group
 * @param report what the run's folder has for people to open first
 * @param deadline when nobody waits any more; empty where that is not said
 */
record OutcomeSettings(
    String clusterId,
    Optional<String> stepId,
    Optional<String> stepName,
    URI signalUrl,
    String topicArn,
    S3Folder runFolder,
    S3Folder logUri,
    String sweepName,
    String report,
    Optional<Deadline> deadline) {

  /**
   * Reads {@code CLUSTER_ID}, {@code STEP_ID}, {@code STEP_NAME}, {@code SIGNAL_URL}, {@code
   * TOPIC_ARN}, {@code RUN_FOLDER}, {@code LOG_URI}, {@code SWEEP_NAME}, {@code REPORT} and {@code
   * DEADLINE}.
   *
   * @param environment the function's environment variables
   * @throws IllegalArgumentException one sentence that names the variable
   */
  static OutcomeSettings of(Map<String, String> environment) {
    return new OutcomeSettings(
        required(environment, "CLUSTER_ID"),
        optional(environment, "STEP_ID"),
        optional(environment, "STEP_NAME"),
        URI.create(required(environment, "SIGNAL_URL")),
        required(environment, "TOPIC_ARN"),
        S3Folder.of("RUN_FOLDER", required(environment, "RUN_FOLDER")),
        S3Folder.of("LOG_URI", required(environment, "LOG_URI")),
        required(environment, "SWEEP_NAME"),
        optional(environment, "REPORT").orElse("report.html"),
        optional(environment, "DEADLINE").map(Deadline::of));
  }

  /** Whether nobody waits for the run any more. */
  boolean isOverdue(Instant clusterCreated, Instant now) {
    return deadline.map(limit -> now.isAfter(limit.after(clusterCreated))).orElse(false);
  }

  private static Optional<String> optional(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static String required(Map<String, String> environment, String name) {
    return optional(environment, name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The environment variable %s is missing: deploy the run stack again."
                        .formatted(name)));
  }

  /** A point in time, or so long after the cluster was created. */
  @FunctionalInterface
  interface Deadline {
    /** The deadline of a cluster that was created then. */
    Instant after(Instant clusterCreated);

    /**
     * @param text an ISO-8601 instant ({@code 2030-01-31T08:00:00Z}), or an ISO-8601 duration
     *     ({@code PT13H}), which a template can hold without changing at every synth
     */
    static Deadline of(String text) {
      try {
        if (text.startsWith("P")) {
          Duration duration = Duration.parse(text);
          return created -> created.plus(duration);
        }
        Instant instant = Instant.parse(text);
        return created -> instant;
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "The environment variable DEADLINE is %s: give an ISO-8601 instant or duration, as 2030-01-31T08:00:00Z or PT13H."
                .formatted(text),
            e);
      }
    }
  }
}
