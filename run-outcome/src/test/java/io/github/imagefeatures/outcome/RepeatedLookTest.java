package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.emr.model.EmrException;

/** What happens when events are lost or doubled, and when a service refuses. */
class RepeatedLookTest extends WatchedRun {
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
    assertEquals(1, aws.messages.size());
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
    assertEquals(1, aws.signals.size());
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
}
