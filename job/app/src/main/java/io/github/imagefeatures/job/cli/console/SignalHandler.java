package io.github.imagefeatures.job.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.imagefeatures.failure.ExitCode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jline.utils.Signals;

/**
 * What happens on Ctrl-C and on being asked to end: a sentence that says how to resume, then the
 * exit code of the signal. The work itself is not waited for; whatever it leaves is made so that a
 * later start resumes it. Nothing is printed after the sentence. A second signal ends the process
 * at once.
 */
public final class SignalHandler {
  private static final Map<String, Integer> EXIT_CODES =
      Map.of("INT", ExitCode.INTERRUPTED.number(), "TERM", 143, "HUP", 129);

  private final AtomicBoolean happened = new AtomicBoolean();
  private volatile Ending ending = code -> {};

  /** Leaves things in order, and says so. */
  @FunctionalInterface
  public interface Ending {
    /**
     * @param exitCode that the shell is going to see
     */
    void end(int exitCode);
  }

  /**
   * Listens for signals from now on; those that whoever started this process ignores stay ignored.
   */
  public void listen() {
    EXIT_CODES.forEach((signal, code) -> Signals.register(signal, () -> heard(code)));
  }

  /** Sets what happens. */
  public void onSignal(Ending newEnding) {
    ending = newEnding;
  }

  /** Returns whether the signal has come: whatever fails afterwards fails because of the signal. */
  public boolean happened() {
    return happened.get();
  }

  /** Does not return once it has happened: the process ends with the signal's exit code. */
  public void letItEnd() {
    while (happened()) {
      LockSupport.park(this);
    }
  }

  private void heard(int exitCode) {
    if (!happened.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(exitCode);
    }
    try {
      ending.end(exitCode);
    } finally {
      // Threads whose pools Spark closes under them print stack traces past every log.
      System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
      System.exit(exitCode);
    }
  }
}
