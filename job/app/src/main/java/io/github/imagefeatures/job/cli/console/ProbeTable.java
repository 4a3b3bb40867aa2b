package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.job.probe.Check;
import io.github.imagefeatures.job.probe.ProbeReport;
import java.io.PrintWriter;
import java.util.Locale;

/** What a probe found: a line for each check, and its sentence below it. */
public final class ProbeTable {
  private static final String FORM = "%-15s  %-11s  %s";

  private final ProbeReport report;

  public ProbeTable(ProbeReport report) {
    this.report = report;
  }

  public void print(PrintWriter out) {
    out.println(FORM.formatted("CHECK", "OUTCOME", "FIGURE"));
    for (Check check : report.checks()) {
      out.println(FORM.formatted(check.name(), check.outcome().words(), check.figure()));
      out.println("  " + check.sentence());
    }
    out.printf(Locale.ROOT, "%s/%s, %.0f s%n", report.output(), ProbeReport.NAME, report.seconds());
  }
}
