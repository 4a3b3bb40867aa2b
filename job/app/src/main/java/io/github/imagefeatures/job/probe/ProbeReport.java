package io.github.imagefeatures.job.probe;

import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.job.folder.RunFolder;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * All that a probe found: {@code probe.json}.
 *
 * @param format the format of the file, {@link #FORMAT}
 * @param version the version of this program
 * @param output the folder that was probed, and that has the file
 * @param started when the probe began, UTC, ISO 8601
 * @param seconds the time that it took, once Spark was there
 * @param checks in the order in which they were made
 */
public record ProbeReport(
    int format, String version, String output, String started, double seconds, List<Check> checks) {
  /** The name of the file. */
  public static final String NAME = RunFolder.PROBE;

  /** The format that this version writes. */
  public static final int FORMAT = 1;

  /** A probe of which a check failed; its report has been written. */
  private static final class ProbeFailedException extends JobException {
    private static final long serialVersionUID = 1L;

    ProbeFailedException(String sentence) {
      super(ExitCode.PROBE, FailureId.PROBE_FAILED, sentence, null);
    }
  }

  /**
   * Ends a command whose probe is not all well.
   *
   * @throws JobException with the exit code {@link ExitCode#PROBE} when a check failed
   */
  public void requireNoneFailed() {
    List<Check> failed =
        checks.stream().filter(check -> check.outcome() == Check.Outcome.FAILED).toList();
    if (!failed.isEmpty()) {
      throw new ProbeFailedException(
          String.format(
              Locale.ROOT,
              "%d of %d checks of the probe failed (%s): read their sentences in %s/%s. The first: %s",
              failed.size(),
              checks.size(),
              failed.stream().map(Check::name).collect(Collectors.joining(", ")),
              output,
              NAME,
              failed.get(0).sentence()));
    }
  }
}
