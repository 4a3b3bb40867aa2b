package io.github.imagefeatures.job.cli.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.Test;

/** What Spark warned of before a failure. */
final class WarningBufferTest {
  private final Logger logger = LogManager.getLogger(WarningBufferTest.class);

  @Test
  void warningsAreKeptTheLastOnesOfThemAndNothingLess() {
    WarningBuffer warnings = new WarningBuffer();
    warnings.gather();
    logger.warn("the first of many");
    logger.info("all is well");
    for (int i = 0; i < 2_000; i++) {
      logger.warn("a line that is about as long as such lines are, number {}", i);
    }
    logger.error("the last");
    StringWriter printed = new StringWriter();
    warnings.print(new PrintWriter(printed, true));
    assertTrue(printed.toString().contains("the last"), printed.toString());
    assertTrue(printed.toString().contains("number 1999"), printed.toString());
    assertFalse(printed.toString().contains("all is well"));
    assertFalse(printed.toString().contains("the first of many"));
    assertTrue(printed.toString().length() <= 64 * 1024, printed.toString());
  }
}
