package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.job.folder.RunState;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs in columns as wide as they need, 80 letters together while their names are the usual. */
public final class RunsTable {
  private static final List<String> HEADINGS =
      List.of("RUN", "STATE", "IMAGES", "REJECTED", "K", "VARIANCE", "TOOK");
  private static final int TEXTS = 2;

  private final List<RunState> runs;

  public RunsTable(List<RunState> runs) {
    this.runs = runs;
  }

  public void print(PrintWriter out) {
    if (runs.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    runs.forEach(run -> rows.add(row(run)));
    for (int row = 0; row < rows.size(); row++) {
      out.println(line(rows.get(row), widths(rows)));
      if (row > 0 && runs.get(row - 1).sentence() != null) {
        out.println("  " + runs.get(row - 1).sentence());
      }
    }
  }

  private static List<String> row(RunState run) {
    return List.of(
        run.runId(),
        run.state().name().toLowerCase(Locale.ROOT),
        number(run.featurized()),
        number(run.rejected()),
        run.components() == null ? "-" : run.components().toString(),
        run.cumulativeVariance() == null
            ? "-"
            : String.format(Locale.ROOT, "%.2f %%", 100 * run.cumulativeVariance()),
        took(run));
  }

  /** Says how long a run took or, if it has not ended, when it last wrote. */
  private static String took(RunState run) {
    if (run.seconds() != null) {
      return PlanSummary.duration(run.seconds());
    }
    if (run.lastWritten() == null) {
      return "-";
    }
    Duration ago = Duration.between(Instant.parse(run.lastWritten()), Instant.now());
    return "wrote " + PlanSummary.duration(Math.max(0, ago.toSeconds())) + " ago";
  }

  private static String number(Long count) {
    return count == null ? "-" : String.format(Locale.ROOT, "%,d", count);
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return widths;
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String form = column < TEXTS ? "%-" + widths[column] + "s  " : "%" + widths[column] + "s  ";
      line.append(form.formatted(row.get(column)));
    }
    return line.toString().stripTrailing();
  }
}
