package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CloudFormation is told of a run that failed. */
class FailedRunTest extends WatchedRun {
  @Test
  void aFailedRunIsSignalledWithTheJobsOwnSentence() throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    aws.emr.clusterIs("TERMINATING", "STEP_FAILURE", "Shut down as step failed");
    jobLeaves(
        """
        {"run_id": "a-1", "exit_code": 5, "id": "IF-NET-07", "sentence": "The weights are not Keras'.", "stage": "reading the weights"}
        """);

    handle(STEP_EVENT);

    assertEquals(
        "The weights are not Keras'. [IF-NET-07] (exit code 5, while reading the weights) Log: s3://logs/emr/"
            + FakeEmr.CLUSTER
            + "/containers/",
        onlyReason());
    assertEquals("image-features: run a-1 failed", aws.messages.get(0).get("Subject"));
    assertTrue(aws.messages.get(0).get("Message").startsWith("The weights are not Keras'."));
    assertFalse(aws.emr.calls.contains("TerminateJobFlows"));
  }

  @Test
  void aFailedRunWithoutFailureFileIsSignalledWithEmrsDetails() throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);

    handle(STEP_EVENT);

    assertEquals(
        "The step ended as FAILED: Unknown Error.: Application application_1_0001 finished with failed status"
            + " [IF-EMR-03] Log: s3://logs/emr/"
            + FakeEmr.CLUSTER
            + "/steps/s-1/stderr.gz",
        onlyReason());
    assertEquals("TERMINATING", aws.emr.clusterState());
  }

  @Test
  void aFailureWithoutAnyDetailsSaysWhatTheClusterSays() throws IOException {
    aws.emr.stepIs("FAILED", null);
    aws.emr.clusterIs("TERMINATED_WITH_ERRORS", "INSTANCE_FAILURE", "All core nodes were lost");

    handle(SWEEP);

    assertEquals(
        "The step ended as FAILED. The cluster: TERMINATED_WITH_ERRORS: INSTANCE_FAILURE: All core nodes were lost"
            + " [IF-EMR-03] Log: s3://logs/emr/"
            + FakeEmr.CLUSTER
            + "/steps/s-1/",
        onlyReason());
  }

  @Test
  void aFailureFileOfAnEarlierJobIsNotRead() throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    aws.objects.put(
        FAILURE_FILE,
        new FakeAws.Stored(
            "{\"exit_code\": 3, \"sentence\": \"old\", \"stage\": \"x\"}",
            Instant.now().minusSeconds(86400)));

    handle(STEP_EVENT);

    assertTrue(onlyReason().startsWith("The step ended as FAILED: Unknown Error."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"sentence\": null}", "{\"exit_code\": \"3\"}"})
  void aBrokenFailureFileDoesNotStopTheSignal(String content) throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    jobLeaves(content);

    handle(STEP_EVENT);

    assertTrue(onlyReason().startsWith("The step ended as FAILED: Unknown Error."));
  }

  @Test
  void aFailureFileThatMayNotBeReadDoesNotStopTheSignal() throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    aws.storeAnswers = 403;

    handle(STEP_EVENT);

    assertTrue(onlyReason().startsWith("The step ended as FAILED: Unknown Error."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELLED", "INTERRUPTED"})
  void aStepThatWasStoppedIsAFailure(String state) throws IOException {
    aws.emr.stepIs(state, null);
    aws.emr.clusterIs("WAITING", null, "Cluster ready");

    handle(STEP_EVENT);

    assertTrue(
        onlyReason().startsWith("The step ended as " + state + " [IF-EMR-03] Log: s3://logs/emr/"));
    assertEquals("TERMINATING", aws.emr.clusterState());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PENDING", "RUNNING", "CANCEL_PENDING"})
  void aClusterThatDiesBeforeItsStepIsAFailure(String step) throws IOException {
    aws.emr.stepIs(step, null);
    aws.emr.clusterIs(
        "TERMINATED_WITH_ERRORS",
        "BOOTSTRAP_FAILURE",
        "On the master instance (i-1), bootstrap action 1 returned a non-zero return code");
    aws.emr.clusterErrorIs("The bootstrap action check-node.sh failed.");

    handle(STEP_EVENT);

    assertEquals(
        "The cluster ended before the job did: TERMINATED_WITH_ERRORS: BOOTSTRAP_FAILURE:"
            + " On the master instance (i-1), bootstrap action 1 returned a non-zero return code:"
            + " The bootstrap action check-node.sh failed. [IF-EMR-01]"
            + " Log: s3://logs/emr/"
            + FakeEmr.CLUSTER
            + "/node/",
        onlyReason());
    assertFalse(aws.emr.calls.contains("TerminateJobFlows"));
  }

  @Test
  void aClusterThatDiesBeforeItHasStepsIsAFailure() throws IOException {
    aws.emr.hasNoSteps();
    aws.emr.clusterIs("TERMINATED", "USER_REQUEST", "Terminated by user request");

    handle(STEP_EVENT);

    assertTrue(onlyReason().contains("USER_REQUEST: Terminated by user request"));
  }

  @Test
  void aClusterThatIsOnlyDyingIsWaitedFor() {
    aws.emr.clusterIs("TERMINATING", "USER_REQUEST", "Terminated by user request");

    handle(STEP_EVENT);

    assertTrue(aws.signals.isEmpty());
  }

  @Test
  void aHugeSentenceBecomesOneShortLineThatKeepsTheLog() throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    jobLeaves(
        "{\"exit_code\": 1, \"stage\": \"featurizing\", \"sentence\": \""
            + "\\u0000\\nline \\\"\\u00e9\\ud83d\\ude00\\\"\\t".repeat(3000)
            + "\"}");

    handle(STEP_EVENT);

    String reason = onlyReason();
    String log = " Log: s3://logs/emr/" + FakeEmr.CLUSTER + "/containers/";
    assertTrue(reason.endsWith("..." + log), reason);
    assertFalse(reason.matches("(?s).*\\p{Cntrl}.*"), reason);
    int length = reason.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(length <= 1000 && length > 900, () -> length + " bytes");
    assertTrue(aws.signals.get(0).json().getBytes(StandardCharsets.UTF_8).length < 2048);
    assertEquals(
        reason, new String(reason.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
  }
}
