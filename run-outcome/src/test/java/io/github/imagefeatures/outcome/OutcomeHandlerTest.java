package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the function makes of the states of a run. */
class OutcomeHandlerTest extends WatchedRun {
  @Test
  void aRunThatGoesOnIsLeftAlone() {
    String done = handle(STEP_EVENT);

    assertEquals("The run has not ended: the cluster is RUNNING, the step RUNNING.", done);
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
    assertEquals("SUCCESS", aws.emr.tags.get(OutcomeHandler.SIGNALLED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "FAILED"})
  void theTopicAndItsTagComeBeforeTheSignalWhichMayEndTheFunction(String state) {
    aws.emr.stepIs(state, null);

    handle(STEP_EVENT);

    assertEquals(
        List.of("publish", "AddTags", "signal"),
        aws.order.subList(aws.order.indexOf("publish"), aws.order.indexOf("signal") + 1));
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
