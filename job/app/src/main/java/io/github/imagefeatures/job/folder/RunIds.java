package io.github.imagefeatures.job.folder;

import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of runs: a folder's name, so letters, digits, and {@code . _ -} within. */
public final class RunIds {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private RunIds() {}

  /**
   * Whether a name can be a run's.
   *
   * @param runId the name
   * @return whether it can
   */
  public static boolean isValid(String runId) {
    return ALLOWED.matcher(runId).matches();
  }

  /**
   * Whether a run is given by its folder and not by its name.
   *
   * @param run a name, or a path or address of a folder
   * @return true if it has a slash
   */
  public static boolean isFolder(String run) {
    return run.contains("/");
  }

  /** Refuses what a file gives for a run's name and is not one: it might lead out of the output. */
  static void requireValid(String runId) {
    if (runId == null || !isValid(runId)) {
      throw new IllegalArgumentException("'%s' is not a run's name".formatted(runId));
    }
  }

  /** {@return a new name: UTC time, so that names sort by age, and four random digits} */
  public static String next() {
    byte[] random = new byte[2];
    new SecureRandom().nextBytes(random);
    return ZonedDateTime.now(ZoneOffset.UTC).format(TIME) + "-" + HexFormat.of().formatHex(random);
  }
}
