package io.github.imagefeatures.job.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** What a failure means to the shell. */
final class FailureClassifierTest {

  @Test
  void theNumbersStay() {
    int[] numbers = new int[ExitCode.values().length];
    for (ExitCode code : ExitCode.values()) {
      numbers[code.ordinal()] = code.number();
    }
    org.junit.jupiter.api.Assertions.assertArrayEquals(
        new int[] {0, 1, 2, 3, 4, 5, 6, 130}, numbers);
  }

  @Test
  void anExceptionOfOursIsFoundUnderSparks() {
    Throwable nested =
        new SparkException(
            "Job aborted",
            new ExecutionException(
                new WeightsException("Name a sound file.", new IOException("x"))));
    assertEquals(ExitCode.MODEL, exitCode(nested));
    assertEquals("Name a sound file.", sentence(nested));
  }

  @Test
  void theOutermostOfOursDecides() {
    Throwable nested = new OutputException("Outer.", new InputException("Inner."));
    assertEquals(ExitCode.OUTPUT, exitCode(nested));
    assertEquals("Outer.", sentence(nested));
  }

  @Test
  void eachKindHasItsCode() {
    assertEquals(ExitCode.INPUT, exitCode(new InputException("x")));
    assertEquals(ExitCode.TOO_MANY_REJECTED, exitCode(new TooManyRejectedException("x")));
    assertEquals(ExitCode.MODEL, exitCode(new WeightsException("x")));
    assertEquals(ExitCode.OUTPUT, exitCode(new OutputException("x")));
    assertEquals(ExitCode.INPUT, exitCode(new ReductionException("x")));
    assertEquals(ExitCode.USAGE, exitCode(new SettingsException("x")));
  }

  @Test
  void aFullDiskUnderSparksExceptionIsTheOutputs() {
    Throwable full = new SparkException("aborted", new IOException("No space left on device"));
    assertEquals(ExitCode.OUTPUT, exitCode(full));
    assertTrue(sentence(full).contains("No space left on device"));
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

  private static ExitCode exitCode(Throwable failure) {
    return FailureClassifier.classify(failure).exitCode();
  }

  private static String sentence(Throwable failure) {
    return FailureClassifier.classify(failure).getMessage();
  }
}
