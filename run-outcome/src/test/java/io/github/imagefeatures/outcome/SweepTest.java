package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.scheduler.model.SchedulerException;

/** When the schedule that calls the function every few minutes goes. */
class SweepTest extends WatchedRun {
  private void clusterIsEnding() {
    aws.emr.clusterIs("TERMINATING", "USER_REQUEST", "Terminated by user request");
  }

  @Test
  void theSweepGoesOnceTheClusterOfACompleteRunEnds() throws IOException {
    aws.emr.stepIs("COMPLETED", null);

    handle(STEP_EVENT);
    assertTrue(aws.scheduler.hasSweep, "nobody has seen the cluster end yet");
    handle(SWEEP);

    assertEquals(List.of("/schedules/" + FakeScheduler.SWEEP), aws.scheduler.deletes);
    assertFalse(aws.scheduler.hasSweep);
    assertEquals("SUCCESS", onlySignal().get("Status"));
  }

  @Test
  void theSweepGoesWithTheSignalWhereTheClusterEndsAlready() throws IOException {
    aws.emr.stepIs("FAILED", EMR_DETAILS);
    clusterIsEnding();

    handle(STEP_EVENT);

    assertEquals("FAILURE", onlySignal().get("Status"));
    assertFalse(aws.scheduler.hasSweep);
  }

  @Test
  void theSweepStaysWhileTheRunGoesOn() {
    handle(SWEEP);

    assertEquals(List.of(), aws.scheduler.deletes);
  }

  @Test
  void theSweepStaysWhenTheSignalWasRefused() {
    aws.emr.stepIs("COMPLETED", null);
    clusterIsEnding();
    aws.handleAnswers.add(503);

    assertThrows(WaitHandle.SignalException.class, () -> handle(STEP_EVENT));
    assertEquals(List.of(), aws.scheduler.deletes);
    handle(SWEEP);

    assertFalse(aws.scheduler.hasSweep);
  }

  @Test
  void aSweepThatIsGoneAlreadyIsNoError() {
    aws.emr.stepIs("COMPLETED", null);
    clusterIsEnding();
    aws.scheduler.hasSweep = false;

    assertEquals("Told SUCCESS: The run is complete.", handle(STEP_EVENT));
  }

  @Test
  void anEventThatComesTwiceFindsTheSweepGone() throws IOException {
    aws.emr.stepIs("COMPLETED", null);
    clusterIsEnding();

    handle(STEP_EVENT);
    String second = handle(STEP_EVENT);

    assertEquals("The outcome had been told before.", second);
    assertEquals(2, aws.scheduler.deletes.size());
    assertEquals("SUCCESS", onlySignal().get("Status"));
  }

  @Test
  void shortThrottlingOfTheDeletionIsSatOut() {
    aws.emr.stepIs("COMPLETED", null);
    clusterIsEnding();
    aws.scheduler.throttled = 2;

    handle(STEP_EVENT);

    assertFalse(aws.scheduler.hasSweep);
  }

  @Test
  void longThrottlingOfTheDeletionIsLeftToTheSweepItselfWithoutTellingTwice() throws IOException {
    aws.emr.stepIs("COMPLETED", null);
    clusterIsEnding();
    aws.scheduler.throttled = 4;

    SchedulerException thrown = assertThrows(SchedulerException.class, () -> handle(STEP_EVENT));
    assertEquals(429, thrown.statusCode());
    assertTrue(aws.scheduler.hasSweep);
    handle(SWEEP);

    assertFalse(aws.scheduler.hasSweep);
    assertEquals("SUCCESS", onlySignal().get("Status"));
    assertEquals(1, aws.messages.size());
  }

  @Test
  void theSweepOfAClusterThatEmrHasForgottenGoes() {
    aws.emr.known = false;

    handle(SWEEP);

    assertFalse(aws.scheduler.hasSweep);
  }
}
