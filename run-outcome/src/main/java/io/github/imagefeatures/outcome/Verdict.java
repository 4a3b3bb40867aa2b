package io.github.imagefeatures.outcome;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.emr.model.ClusterStatus;
import software.amazon.awssdk.services.emr.model.ErrorDetail;
import software.amazon.awssdk.services.emr.model.Step;
import software.amazon.awssdk.services.emr.model.StepStatus;

/** Makes an outcome of what EMR and the job say. */
final class Verdict {
  private final OutcomeSettings settings;
  private final FailureFile failureFile;

  Verdict(OutcomeSettings settings, FailureFile failureFile) {
    this.settings = settings;
    this.failureFile = failureFile;
  }

  /**
   * @param run what EMR says
   * @param now the time
   * @return empty while the run has not ended
   */
  Optional<Outcome> of(ObservedRun run, Instant now) {
    if (run.step().isEmpty()) {
      return ofUnfinished(run, now);
    }
    Step step = run.step().get();
    return switch (step.status().state()) {
      case COMPLETED -> Optional.of(new Outcome(true, "The run is complete.", containerLogs()));
      case FAILED, CANCELLED, INTERRUPTED -> Optional.of(ofFailed(run, step));
      default -> ofUnfinished(run, now);
    };
  }

  private Optional<Outcome> ofUnfinished(ObservedRun run, Instant now) {
    if (run.hasEndedCluster()) {
      return Optional.of(
          failure(
              "IF-EMR-01",
              "The cluster ended before the job did: " + clusterReason(run),
              log("node/")));
    }
    if (settings.isOverdue(run.created(), now)) {
      return Optional.of(
          failure(
              "IF-EMR-02",
              "The job had not ended in time, so its cluster was terminated: allow it more hours, or more instances.",
              containerLogs()));
    }
    return Optional.empty();
  }

  private Outcome ofFailed(ObservedRun run, Step step) {
    return failureFile
        .read(run.began())
        .map(job -> new Outcome(false, job.words(), containerLogs()))
        .orElseGet(() -> failure("IF-EMR-03", emrWords(run, step), stepLog(step)));
  }

  private static Outcome failure(String id, String sentence, String log) {
    return new Outcome(false, "%s [%s]".formatted(sentence, id), log);
  }

  private static String emrWords(ObservedRun run, Step step) {
    String words = "The step ended as " + step.status().stateAsString();
    Optional<String> reason = stepReason(step.status());
    if (reason.isPresent()) {
      words += ": " + reason.get();
    }
    return run.hasEndingCluster() && step.status().failureDetails() == null
        ? words + ". The cluster: " + clusterReason(run)
        : words;
  }

  private static Optional<String> stepReason(StepStatus status) {
    Stream<String> details =
        status.failureDetails() == null
            ? Stream.empty()
            : Stream.of(status.failureDetails().reason(), status.failureDetails().message());
    String words = joined(details);
    if (words.isEmpty() && status.stateChangeReason() != null) {
      words = joined(Stream.of(status.stateChangeReason().message()));
    }
    return Optional.of(words).filter(text -> !text.isEmpty());
  }

  private static String clusterReason(ObservedRun run) {
    ClusterStatus status = run.cluster().status();
    Stream<String> change =
        status.stateChangeReason() == null
            ? Stream.empty()
            : Stream.of(
                status.stateChangeReason().codeAsString(), status.stateChangeReason().message());
    Stream<String> details = status.errorDetails().stream().map(ErrorDetail::errorMessage);
    return joined(Stream.concat(Stream.of(status.stateAsString()), Stream.concat(change, details)));
  }

  private static String joined(Stream<String> parts) {
    return parts
        .filter(part -> part != null && !part.isBlank())
        .distinct()
        .reduce((first, second) -> first + ": " + second)
        .orElse("");
  }

  private String stepLog(Step step) {
    return Optional.ofNullable(step.status().failureDetails())
        .map(details -> details.logFile())
        .orElseGet(() -> log("steps/" + step.id() + "/"));
  }

  /** The job runs in containers of YARN's; its own words are in their logs. */
  private String containerLogs() {
    return log("containers/");
  }

  private String log(String part) {
    return settings.logUri().address(settings.clusterId() + "/" + part);
  }
}
