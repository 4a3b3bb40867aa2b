package io.github.imagefeatures.job.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The rows that fault tests add to the table in {@code docs/reliability.md}, from what they saw. A
 * row is a file under {@code job/target/faults/}; {@code job/test/fault-table} makes the table of
 * them.
 */
final class FaultTable {
  private static final Path ROWS = Path.of("../target/faults");

  private FaultTable() {}

  /**
   * Whether faults that happen again and again are to happen a few times only, as for each change
   * of the code; all of them happen at night. {@code make test-faults FEW=1} asks for it.
   */
  static boolean isShort() {
    return Boolean.getBoolean("imagefeatures.faults.few");
  }

  /**
   * Adds a row.
   *
   * @param place where it stands: rows are sorted by it
   * @param fault what goes wrong
   * @param injected how the test makes it go wrong
   * @param times how often it did
   * @param happened what came of it, the same in every sitting
   */
  static void add(String place, String fault, String injected, long times, String happened) {
    write(place, "| %s | %s | %d | %s |%n".formatted(fault, injected, times, happened));
  }

  /** Says that a row cannot be made on this machine, so that an earlier one stays. */
  static void leave(String place, String fault) {
    write(place, "| %s |%n".formatted(fault));
  }

  private static void write(String place, String row) {
    try {
      Files.createDirectories(ROWS);
      Files.writeString(ROWS.resolve(place + ".row"), row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
