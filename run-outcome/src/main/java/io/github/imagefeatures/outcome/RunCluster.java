package io.github.imagefeatures.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.InvalidRequestException;
import software.amazon.awssdk.services.emr.model.Step;
import software.amazon.awssdk.services.emr.model.StepSummary;
import software.amazon.awssdk.services.emr.model.Tag;

/** The run's cluster: looks at it, marks it and ends it. */
final class RunCluster {
  private final EmrClient emr;
  private final OutcomeSettings settings;

  RunCluster(EmrClient emr, OutcomeSettings settings) {
    this.emr = emr;
    this.settings = settings;
  }

  /**
   * Asks for the cluster first and the step second: of a cluster that has ended, the step's state
   * is then the last one.
   *
   * @return empty when EMR does not know the cluster (any more)
   */
  Optional<ObservedRun> look() {
    Cluster cluster;
    try {
      cluster = emr.describeCluster(request -> request.clusterId(settings.clusterId())).cluster();
    } catch (InvalidRequestException e) {
      if (isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(
        new ObservedRun(cluster, settings.stepId().or(this::findStep).map(this::step)));
  }

  /**
   * Puts a tag on the cluster.
   *
   * @return whether EMR took it; it refuses to tag a cluster that has ended
   */
  boolean mark(String key, String value) {
    try {
      emr.addTags(
          request ->
              request
                  .resourceId(settings.clusterId())
                  .tags(Tag.builder().key(key).value(value).build()));
      return true;
    } catch (InvalidRequestException e) {
      return false;
    }
  }

  /** Ends the cluster. */
  void terminate() {
    emr.terminateJobFlows(request -> request.jobFlowIds(settings.clusterId()));
  }

  /** {@code Cluster id 'j-...' is not valid.} is all that EMR says; it has no error of its own. */
  private static boolean isNotFound(InvalidRequestException e) {
    String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
    return message.contains("cluster id") && message.contains("not valid");
  }

  private Step step(String id) {
    return emr.describeStep(request -> request.clusterId(settings.clusterId()).stepId(id)).step();
  }

  private Optional<String> findStep() {
    List<StepSummary> steps = new ArrayList<>();
    emr.listStepsPaginator(request -> request.clusterId(settings.clusterId())).steps().stream()
        .filter(step -> settings.stepName().map(step.name()::equals).orElse(true))
        .forEach(steps::add);
    if (steps.size() > 1) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "The cluster %s has %d steps that could be the run's: set STEP_NAME to the name of one, or STEP_ID.",
              settings.clusterId(),
              steps.size()));
    }
    return steps.stream().map(StepSummary::id).findFirst();
  }
}
