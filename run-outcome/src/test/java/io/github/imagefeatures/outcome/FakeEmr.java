package io.github.imagefeatures.outcome;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** EMR's answers about one cluster, in the AWS JSON 1.1 protocol. */
final class FakeEmr {
  static final String CLUSTER = "j-1K48XXXXXXHCB";
  private static final Set<String> ENDED = Set.of("TERMINATED", "TERMINATED_WITH_ERRORS");

  /** An error as EMR words it. */
  static final class EmrException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    EmrException(String code, String message) {
      super(message);
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /** Calls that are still to be answered by "Rate exceeded". */
  int throttled;

  /** Whether EMR knows the cluster. */
  boolean known = true;

  /** Whether whoever asks may. */
  boolean allowed = true;

  final List<String> calls = new ArrayList<>();
  final Map<String, String> tags = new LinkedHashMap<>();
  Instant created = Instant.now().minusSeconds(1800);
  private final Map<String, Object> cluster = new LinkedHashMap<>();
  private final List<Map<String, Object>> steps = new ArrayList<>();

  FakeEmr() {
    clusterIs("RUNNING", null, "Running step");
    stepIs("RUNNING", null);
  }

  /** Sets the cluster's state. */
  void clusterIs(String state, String code, String message) {
    Map<String, Object> reason = new LinkedHashMap<>();
    if (code != null) {
      reason.put("Code", code);
    }
    reason.put("Message", message);
    cluster.put("State", state);
    cluster.put("StateChangeReason", reason);
  }

  /** Sets what EMR found out about the errors that ended the cluster. */
  void clusterErrorIs(String message) {
    cluster.put("ErrorDetails", List.of(Map.of("ErrorCode", "BOOTSTRAP", "ErrorMessage", message)));
  }

  /** Sets the state of the run's step, alone on the cluster. */
  void stepIs(String state, Map<String, Object> failureDetails) {
    steps.clear();
    addStep("s-1", "run", state, failureDetails);
  }

  /** Puts the cluster's steps away. */
  void hasNoSteps() {
    steps.clear();
  }

  /** Adds a step; a waiting or running one has no end. */
  void addStep(String id, String name, String state, Map<String, Object> failureDetails) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("State", state);
    status.put("StateChangeReason", Map.of());
    if (failureDetails != null) {
      status.put("FailureDetails", failureDetails);
    }
    status.put(
        "Timeline",
        Map.of(
            "CreationDateTime",
            created.getEpochSecond(),
            "StartDateTime",
            created.getEpochSecond() + 300));
    steps.add(Map.of("Id", id, "Name", name, "Status", status));
  }

  String clusterState() {
    return (String) cluster.get("State");
  }

  /** Answers one call. */
  Map<String, Object> answer(String operation, Map<String, Object> request) throws EmrException {
    calls.add(operation);
    if (throttled > 0) {
      throttled--;
      throw new EmrException("ThrottlingException", "Rate exceeded");
    }
    if (!allowed) {
      throw new EmrException(
          "AccessDeniedException", "User is not authorized to perform: elasticmapreduce");
    }
    if (!known) {
      throw new EmrException(
          "InvalidRequestException", "Cluster id '" + CLUSTER + "' is not valid.");
    }
    return switch (operation) {
      case "DescribeCluster" -> Map.of("Cluster", describedCluster());
      case "ListSteps" -> Map.of("Steps", steps);
      case "DescribeStep" -> Map.of("Step", step((String) request.get("StepId")));
      case "AddTags" -> addTags(request);
      case "TerminateJobFlows" -> terminate();
      default -> throw new EmrException("InvalidRequestException", "no such call: " + operation);
    };
  }

  private Map<String, Object> describedCluster() {
    Map<String, Object> status = new LinkedHashMap<>(cluster);
    status.put("Timeline", Map.of("CreationDateTime", created.getEpochSecond()));
    return Map.of(
        "Id",
        CLUSTER,
        "Status",
        status,
        "Tags",
        tags.entrySet().stream()
            .map(t -> Map.of("Key", t.getKey(), "Value", t.getValue()))
            .toList());
  }

  private Map<String, Object> step(String id) throws EmrException {
    return steps.stream()
        .filter(step -> step.get("Id").equals(id))
        .findFirst()
        .orElseThrow(() -> new EmrException("InvalidRequestException", "Step id is not valid."));
  }

  private Map<String, Object> addTags(Map<String, Object> request) throws EmrException {
    if (ENDED.contains(clusterState())) {
      throw new EmrException("InvalidRequestException", "The cluster has been terminated.");
    }
    for (Object tag : (List<?>) request.get("Tags")) {
      tags.put((String) ((Map<?, ?>) tag).get("Key"), (String) ((Map<?, ?>) tag).get("Value"));
    }
    return Map.of();
  }

  private Map<String, Object> terminate() {
    clusterIs("TERMINATING", "USER_REQUEST", "Terminated by user request");
    return Map.of();
  }
}
