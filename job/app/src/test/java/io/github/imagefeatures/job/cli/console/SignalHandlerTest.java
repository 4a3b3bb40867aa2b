package io.github.imagefeatures.job.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that is asked to end leaves on standard error. */
final class SignalHandlerTest {
  private static final String SENTENCE = "Interrupted: the last word.";

  @TempDir Path folder;

  /** As a thread of Spark's does whose pool is closed under it. */
  static final class PrintsTraceWhileEnding {
    private PrintsTraceWhileEnding() {}

    public static void main(String[] args) throws Exception {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> new IllegalStateException().printStackTrace()));
      SignalHandler handler = new SignalHandler();
      handler.listen();
      handler.onSignal(code -> System.err.println(SENTENCE));
      new ProcessBuilder("kill", "-TERM", Long.toString(ProcessHandle.current().pid())).start();
      Thread.sleep(60_000);
    }
  }

  @Test
  void nothingIsPrintedAfterTheSentence() throws Exception {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    PrintsTraceWhileEnding.class.getName()))
            .redirectError(err.toFile())
            .redirectOutput(Redirect.DISCARD)
            .start();
    assertEquals(143, process.waitFor());
    assertEquals(List.of(SENTENCE), Files.readAllLines(err));
  }
}
