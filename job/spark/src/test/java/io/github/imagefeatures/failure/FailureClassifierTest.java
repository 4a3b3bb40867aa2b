package io.github.imagefeatures.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** What a failure means to the shell. */
final class FailureClassifierTest {
  private static final FailureId ID = FailureId.NO_IMAGES;

  @Test
  void theNumbersStay() {
    int[] numbers = new int[ExitCode.values().length];
    for (ExitCode code : ExitCode.values()) {
      numbers[code.ordinal()] = code.number();
    }
    org.junit.jupiter.api.Assertions.assertArrayEquals(
        new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 130}, numbers);
  }

  @Test
  void anExceptionOfOursIsFoundUnderSparks() {
    Throwable nested =
        new SparkException(
            "Job aborted",
            new ExecutionException(
                new WeightsException(ID, "Name a sound file.", new IOException("x"))));
    assertEquals(ExitCode.MODEL, exitCode(nested));
    assertEquals("Name a sound file.", sentence(nested));
  }

  @Test
  void theOutermostOfOursDecides() {
    Throwable nested = new OutputException(ID, "Outer.", new InputException(ID, "Inner."));
    assertEquals(ExitCode.OUTPUT, exitCode(nested));
    assertEquals("Outer.", sentence(nested));
  }

  @Test
  void eachKindHasItsCode() {
    assertEquals(ExitCode.INPUT, exitCode(new InputException(ID, "x")));
    assertEquals(ExitCode.TOO_MANY_REJECTED, exitCode(new TooManyRejectedException(ID, "x")));
    assertEquals(ExitCode.MODEL, exitCode(new WeightsException(ID, "x")));
    assertEquals(ExitCode.OUTPUT, exitCode(new OutputException(ID, "x")));
    assertEquals(ExitCode.INPUT, exitCode(new ReductionException(ID, "x")));
    assertEquals(ExitCode.USAGE, exitCode(new SettingsException(ID, "x")));
  }

  @Test
  void aFullDiskUnderSparksExceptionIsTheOutputs() {
    Throwable full = new SparkException("aborted", new IOException("No space left on device"));
    assertEquals(ExitCode.OUTPUT, exitCode(full));
    assertTrue(sentence(full).contains("No space left on device"));
    assertEquals("IF-OUT-04", FailureClassifier.classify(full).id().toString());
    assertEquals(ExitCode.OUTPUT, exitCode(new RuntimeException(new AccessDeniedException("/x"))));
  }

  @Test
  void whatNobodyExpectedNamesItsRootAndTheCure() {
    Throwable nested = new RuntimeException("outside", new IllegalStateException("inside"));
    assertEquals(ExitCode.UNEXPECTED, exitCode(nested));
    assertEquals(
        "Unexpected: java.lang.IllegalStateException: inside. Report it together with the stack"
            + " trace.",
        sentence(nested));
    assertEquals(ExitCode.UNEXPECTED, exitCode(new IOException("Connection refused")));
  }

  @Test
  void executorsThatAreLostAgainAndAgainHaveAnIdOfTheirOwn() {
    JobException lost =
        FailureClassifier.classify(
            new SparkException("Job aborted: ExecutorLostFailure (executor 2 exited) x\ny"));
    assertEquals(ExitCode.UNEXPECTED, lost.exitCode());
    assertEquals(FailureId.EXECUTORS_LOST, lost.id());
    assertTrue(lost.getMessage().contains("the last one so: (executor 2 exited) x. "));
  }

  @Test
  void aStackTraceShowsTheId() {
    JobException failure = new InputException(FailureId.NO_IMAGES, "There is none.");
    assertEquals(
        InputException.class.getName() + ": There is none. [IF-IN-08]", failure.toString());
  }

  private static ExitCode exitCode(Throwable failure) {
    return FailureClassifier.classify(failure).exitCode();
  }

  private static String sentence(Throwable failure) {
    return FailureClassifier.classify(failure).getMessage();
  }
}
