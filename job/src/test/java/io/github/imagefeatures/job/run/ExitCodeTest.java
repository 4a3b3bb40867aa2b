package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.model.ModelException;
import io.github.imagefeatures.job.source.InputException;
import io.github.imagefeatures.job.source.OutputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** What a failure means to the shell. */
final class ExitCodeTest {

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
            new ExecutionException(new ModelException("Name a sound file.", new IOException("x"))));
    assertEquals(ExitCode.MODEL, ExitCode.of(nested));
    assertEquals("Name a sound file.", ExitCode.sentence(nested));
  }

  @Test
  void theOutermostOfOursDecides() {
    Throwable nested = new OutputException("Outer.", new InputException("Inner."));
    assertEquals(ExitCode.OUTPUT, ExitCode.of(nested));
    assertEquals("Outer.", ExitCode.sentence(nested));
  }

  @Test
  void eachKindHasItsCode() {
    assertEquals(ExitCode.INPUT, ExitCode.of(new InputException("x")));
    assertEquals(ExitCode.TOO_MANY_REJECTED, ExitCode.of(new TooManyRejectedException("x")));
    assertEquals(ExitCode.MODEL, ExitCode.of(new ModelException("x")));
    assertEquals(ExitCode.OUTPUT, ExitCode.of(new OutputException("x")));
  }

  @Test
  void aFullDiskUnderSparksExceptionIsTheOutputs() {
    Throwable full = new SparkException("aborted", new IOException("No space left on device"));
    assertEquals(ExitCode.OUTPUT, ExitCode.of(full));
    assertTrue(ExitCode.sentence(full).contains("No space left on device"));
    assertEquals(
        ExitCode.OUTPUT, ExitCode.of(new RuntimeException(new AccessDeniedException("/x"))));
  }

  @Test
  void whatNobodyExpectedNamesItsRootAndTheCure() {
    Throwable nested = new RuntimeException("outside", new IllegalStateException("inside"));
    assertEquals(ExitCode.UNEXPECTED, ExitCode.of(nested));
    assertEquals(
        "Unexpected: java.lang.IllegalStateException: inside. Run again with --verbose and report"
            + " what it shows.",
        ExitCode.sentence(nested));
    assertEquals(ExitCode.UNEXPECTED, ExitCode.of(new IOException("Connection refused")));
  }
}
