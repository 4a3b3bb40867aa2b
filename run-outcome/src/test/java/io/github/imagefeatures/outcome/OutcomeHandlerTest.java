package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.emr.model.EmrException;

class OutcomeHandlerTest {
  private static final String FOLDER = "s3://data/output/runs/a-1";
  private static final String FAILURE_FILE = "data/output/runs/a-1/failure.json";
  private static final Map<String, Object> STEP_EVENT =
      Map.of("source", "aws.emr", "detail-type", "EMR Step Status Change");
  private static final Map<String, Object> SWEEP = Map.of();
  private static final Map<String, Object> EMR_DETAILS =
      Map.of(
          "Reason", "Unknown Error.",
          "Message", "Application application_1_0001 finished with failed status",
          "LogFile", "s3://logs/emr/" + FakeEmr.CLUSTER + "/steps/s-1/stderr.gz");

  private final Map<String, String> environment = new HashMap<>();
  private FakeAws aws;

  @BeforeEach
  void start() throws IOException {
    aws = new FakeAws();
    System.setProperty("aws.endpointUrl", aws.endpoint());
    System.setProperty("aws.region", "eu-west-1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
    environment.put("CLUSTER_ID", FakeEmr.CLUSTER);
    environment.put("SIGNAL_URL", aws.endpoint() + FakeAws.HANDLE);
    environment.put("TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:outcomes");
    environment.put("RUN_FOLDER", FOLDER);
    environment.put("LOG_URI", "s3://logs/emr/");
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  /** A function that Lambda has just started. */
  private OutcomeHandler fresh() {
    return new OutcomeHandler(environment);
  }

  private String handle(Map<String, Object> event) {
    return fresh().handleRequest(event, new FakeContext());
  }

  private Map<String, Object> onlySignal() throws IOException {
    assertEquals(1, aws.signals.size());
    return aws.signals.get(0).fields();
  }

  private String onlyReason() throws IOException {
    Map<String, Object> signal = onlySignal();
    assertEquals("FAILURE", signal.get("Status"));
    return (String) signal.get("Reason");
  }

  private void jobLeaves(String json) {
    aws.objects.put(FAILURE_FILE, new FakeAws.Stored(json, Instant.now()));
  }

  @Test
  void aRunThatGoesOnIsLeftAlone() {
    String done = handle(STEP_EVENT);

    assertEquals("The run goes on: the cluster is RUNNING, the step RUNNING.", done);
    assertTrue(aws.signals.isEmpty());
    assertTrue(aws.messages.isEmpty());
    assertEquals("RUNNING", aws.emr.clusterState());
  }

  @Test
  void aClusterWithoutStepsYetIsLeftAlone() {
    aws.emr.hasNoSteps();
    aws.emr.clusterIs("BOOTSTRAPPING", null, "");

    handle(STEP_EVENT);

    assertTrue(aws.signals.isEmpty());
  }

  @Test
  void aCompleteRunIsSignalledWithItsFolder() throws IOException {
    aws.emr.stepIs("COMPLETED", null);

    handle(STEP_EVENT);

    assertEquals(
        Map.of(
            "Status",
            "SUCCESS",
            "UniqueId",
            "run",
            "Data",
            FOLDER,
            "Reason",
            "The run is complete. Log: s3://logs/emr/" + FakeEmr.CLUSTER + "/containers/"),
        onlySignal());
    assertEquals("TERMINATING", aws.emr.clusterState());
    assertEquals("SUCCESS", aws.emr.tags.get(OutcomeHandler.TOLD));
  }

  @Test
  void theSignalGoesToTheUrlAsItWasSignedAndHasNoContentType() {
    aws.emr.stepIs("COMPLETED", null);

    handle(STEP_EVENT);

    FakeAws.Signal signal = aws.signals.get(0);
    assertEquals(FakeAws.HANDLE, signal.target());
    assertNull(signal.headers().getFirst("Content-Type"));
    assertEquals(
        String.valueOf(signal.json().length()), signal.headers().getFirst("Content-Length"));
  }

  @Test
  void theTopicHearsOfACompleteRun() {
    aws.emr.stepIs("COMPLETED", null);

    handle(STEP_EVENT);

    assertEquals(1, aws.messages.size());
    Map<String, String> message = aws.messages.get(0);
    assertEquals("arn:aws:sns:eu-west-1:111122223333:outcomes", message.get("TopicArn"));
    assertEquals("image-features: run a-1 is complete", message.get("Subject"));
    assertTrue(message.get("Message").contains(FOLDER + "/report.html"));
  }

  @Test
  void aFailedRunIsSignalledWithTheJobsOwnSentence() throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    aws.emr.clusterIs("TERMINATING", "STEP_FAILURE", "Shut down as step failed");
    jobLeaves(
        """
        {"run_id": "a-1", "exit_code": 5, "sentence": "The weights are not Keras'.", "stage": "reading the weights"}
        """);

    handle(STEP_EVENT);

    assertEquals(
        "The weights are not Keras'. (exit code 5, while reading the weights) Log: s3://logs/emr/"
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
            + " Log: s3://logs/emr/"
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
            + " Log: s3://logs/emr/"
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

    assertTrue(onlyReason().startsWith("The step ended as " + state + " Log: s3://logs/emr/"));
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
            + " The bootstrap action check-node.sh failed."
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
  void aSweepAloneSeesARunThrough() throws IOException {
    OutcomeHandler handler = fresh();
    handler.handleRequest(SWEEP, new FakeContext());
    aws.emr.stepIs("COMPLETED", null);
    handler.handleRequest(SWEEP, new FakeContext());
    aws.emr.clusterIs("TERMINATED", "USER_REQUEST", "Terminated by user request");
    handler.handleRequest(SWEEP, new FakeContext());

    assertEquals("SUCCESS", onlySignal().get("Status"));
    assertEquals(1, aws.messages.size());
  }

  @Test
  void anEventThatComesTwiceTellsOnce() throws IOException {
    aws.emr.stepIs("COMPLETED", null);

    handle(STEP_EVENT);
    String second = handle(STEP_EVENT);
    aws.emr.clusterIs("TERMINATED", "USER_REQUEST", "Terminated by user request");
    handle(SWEEP);

    assertEquals("The outcome had been told before.", second);
    assertEquals("SUCCESS", onlySignal().get("Status"));
    assertEquals(1, aws.messages.size());
  }

  @Test
  void aClusterThatTakesNoTagsIsToldOfOnceByTheSameFunction() throws IOException {
    aws.emr.clusterIs("TERMINATED_WITH_ERRORS", "INTERNAL_ERROR", "An internal error");
    OutcomeHandler handler = fresh();

    handler.handleRequest(STEP_EVENT, new FakeContext());
    handler.handleRequest(SWEEP, new FakeContext());

    assertTrue(onlyReason().contains("An internal error"));
    assertEquals(1, aws.messages.size());
  }

  @Test
  void aFunctionThatForgotRepeatsTheSameSignal() {
    aws.emr.clusterIs("TERMINATED_WITH_ERRORS", "INTERNAL_ERROR", "An internal error");

    handle(STEP_EVENT);
    handle(SWEEP);

    assertEquals(2, aws.signals.size());
    assertEquals(aws.signals.get(0).json(), aws.signals.get(1).json());
  }

  @Test
  void aToldClusterThatStillRunsIsTerminatedAgain() {
    aws.emr.stepIs("COMPLETED", null);
    handle(STEP_EVENT);
    aws.emr.clusterIs("WAITING", null, "Cluster ready");

    handle(SWEEP);

    assertEquals("TERMINATING", aws.emr.clusterState());
    assertEquals(1, aws.signals.size());
  }

  @Test
  void shortThrottlingIsSatOut() throws IOException {
    aws.emr.stepIs("COMPLETED", null);
    aws.emr.throttled = 2;

    handle(STEP_EVENT);

    assertEquals("SUCCESS", onlySignal().get("Status"));
  }

  @Test
  void longThrottlingIsLeftToTheNextSweep() throws IOException {
    aws.emr.stepIs("COMPLETED", null);
    aws.emr.throttled = 4;

    EmrException thrown = assertThrows(EmrException.class, () -> handle(STEP_EVENT));
    assertTrue(thrown.getMessage().contains("Rate exceeded"));
    assertTrue(aws.signals.isEmpty());
    handle(SWEEP);

    assertEquals("SUCCESS", onlySignal().get("Status"));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 500, 503})
  void aHandleThatRefusesIsSignalledAgainWhileTheClusterEnds(int answer) throws IOException {
    aws.emr.stepIs("COMPLETED", null);
    aws.handleAnswers.add(answer);

    WaitHandle.SignalException thrown =
        assertThrows(WaitHandle.SignalException.class, () -> handle(STEP_EVENT));
    assertEquals(
        "The wait condition's handle answered %d (AccessDenied) to the signal SUCCESS: it is sent again at the next retry or sweep."
            .formatted(answer),
        thrown.getMessage());
    assertEquals("TERMINATING", aws.emr.clusterState());
    assertTrue(aws.messages.isEmpty());
    handle(SWEEP);

    assertEquals(2, aws.signals.size());
    assertEquals(aws.signals.get(0).json(), aws.signals.get(1).json());
    assertEquals(1, aws.messages.size());
  }

  @Test
  void aHandleThatIsNotThereNamesNoPartOfItsUrl() {
    aws.emr.stepIs("COMPLETED", null);
    environment.put("SIGNAL_URL", "http://127.0.0.1:1/handle?X-Amz-Signature=secret");

    WaitHandle.SignalException thrown =
        assertThrows(WaitHandle.SignalException.class, () -> handle(STEP_EVENT));

    assertTrue(thrown.getMessage().startsWith("The wait condition's handle cannot be reached"));
    assertFalse(thrown.getMessage().contains("secret"));
    assertEquals("TERMINATING", aws.emr.clusterState());
  }

  @Test
  void aTopicThatFailsDoesNotKeepTheSignalOrTheClusterWaiting() throws IOException {
    aws.emr.stepIs("COMPLETED", null);
    aws.topicAnswers = 500;

    assertThrows(RuntimeException.class, () -> handle(STEP_EVENT));
    assertEquals("SUCCESS", onlySignal().get("Status"));
    assertEquals("TERMINATING", aws.emr.clusterState());
    aws.topicAnswers = 200;
    handle(SWEEP);

    assertEquals(1, aws.messages.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2020-01-31T08:00:00Z", "PT20M"})
  void aRunThatIsOverdueIsEndedThoughItsHandleHasExpired(String deadline) throws IOException {
    environment.put("DEADLINE", deadline);
    aws.handleAnswers.add(403);

    handle(SWEEP);

    assertTrue(onlyReason().startsWith("The job had not ended in time"));
    assertEquals("TERMINATING", aws.emr.clusterState());
    assertEquals(1, aws.messages.size());
    assertEquals("FAILURE", aws.emr.tags.get(OutcomeHandler.TOLD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2999-01-31T08:00:00Z", "PT40M", ""})
  void aRunThatIsNotOverdueGoesOn(String deadline) {
    environment.put("DEADLINE", deadline);

    handle(SWEEP);

    assertTrue(aws.signals.isEmpty());
    assertEquals("RUNNING", aws.emr.clusterState());
  }

  @Test
  void aClusterThatEmrHasForgottenNeedsNothingMore() {
    aws.emr.known = false;

    String done = handle(SWEEP);

    assertEquals(
        "EMR knows no cluster " + FakeEmr.CLUSTER + " any more: nothing is left to do.", done);
    assertEquals(List.of("DescribeCluster"), aws.emr.calls);
    assertTrue(aws.signals.isEmpty());
  }

  @Test
  void aRefusalOfEmrsIsNotTakenForAForgottenCluster() {
    aws.emr.allowed = false;

    EmrException thrown = assertThrows(EmrException.class, () -> handle(SWEEP));

    assertTrue(thrown.getMessage().contains("not authorized"));
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

  @Test
  void theNamedStepDecidesAmongSeveral() throws IOException {
    environment.put("STEP_NAME", "image-features");
    aws.emr.addStep("s-2", "image-features", "COMPLETED", null);

    handle(STEP_EVENT);

    assertEquals("SUCCESS", onlySignal().get("Status"));
  }

  @Test
  void theStepOfTheGivenIdDecides() throws IOException {
    environment.put("STEP_ID", "s-2");
    aws.emr.addStep("s-2", "run", "COMPLETED", null);

    handle(STEP_EVENT);

    assertEquals("SUCCESS", onlySignal().get("Status"));
    assertFalse(aws.emr.calls.contains("ListSteps"));
  }

  @Test
  void stepsThatCannotBeToldApartAreAnError() {
    aws.emr.addStep("s-2", "run", "COMPLETED", null);

    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> handle(STEP_EVENT));

    assertTrue(thrown.getMessage().contains("set STEP_NAME"));
    assertTrue(aws.signals.isEmpty());
  }
}
