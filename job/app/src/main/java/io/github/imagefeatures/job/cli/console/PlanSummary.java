package io.github.imagefeatures.job.cli.console;

import static io.github.imagefeatures.job.cli.console.RunSummary.row;

import io.github.imagefeatures.job.estimate.Estimate;
import io.github.imagefeatures.job.estimate.PlannedImages;
import io.github.imagefeatures.job.run.DryRun;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code --dry-run} says. */
public final class PlanSummary {
  /** The most labels that are shown: more do not fit a terminal of 24 lines. */
  private static final int LABELS = 10;

  private final DryRun.Plan plan;

  public PlanSummary(DryRun.Plan plan) {
    this.plan = plan;
  }

  public void print(PrintWriter out) {
    PlannedImages images = plan.images();
    row(out, "images", "%,d, %s", images.images(), bytes(images.bytes()));
    if (images.matched() > images.images()) {
      row(out, "", "of %,d there, because of --limit", images.matched());
    }
    row(out, "formats", "%s", counts(images.byFormat()));
    printLabels(images, out);
    if (!images.bySplit().isEmpty()) {
      row(out, "splits", "%s", images.splitsInWords());
    }
    row(out, "left out", "%s", counts(images.skipped()).replace('_', ' '));
    if (!images.skippedSuffixes().isEmpty()) {
      row(out, "", "by glob: %s", images.skippedSuffixesInWords());
    }
    if (plan.runId() != null) {
      row(out, "resumes", "%s, %,d images done", plan.runId(), plan.done());
    }
    row(out, "work", "about %s, %s", count(plan.shards(), "shard"), count(plan.tasks(), "task"));
    print(plan.estimate(), out);
    row(out, "written", "nothing: this was a dry run");
  }

  private static void printLabels(PlannedImages images, PrintWriter out) {
    Map<String, Long> labels = images.byLabel();
    if (labels.keySet().equals(Set.of(""))) {
      row(out, "labels", "none%s", images.labelsFrom() == null ? "" : origin(images));
      return;
    }
    row(out, "labels", "%,d%s", labels.size(), origin(images));
    labels.entrySet().stream()
        .limit(LABELS)
        .forEach(label -> row(out, "", "%s %,d", name(label.getKey()), label.getValue()));
    if (labels.size() > LABELS) {
      row(out, "", "... all of them with --json");
    }
  }

  private static String origin(PlannedImages images) {
    if (images.labelsFrom() != null) {
      return ", from " + images.labelsFrom();
    }
    return images.inTars() > 0
        ? ", the names of folders, or what tars say"
        : ", the names of folders";
  }

  private static void print(Estimate estimate, PrintWriter out) {
    row(out, "time", "about %s", duration(estimate.seconds()));
    row(out, "", "%,.0f images/s: %s", estimate.pace().imagesPerSecond(), estimate.pace().from());
    if (!estimate.dollars().isEmpty()) {
      row(
          out,
          "cost",
          "about %.2f dollars on demand, us-east-1, late 2026",
          estimate.dollarsTogether());
      row(
          out,
          "",
          "%s",
          estimate.dollars().entrySet().stream()
              .map(
                  each ->
                      String.format(
                          Locale.ROOT, "%s %.2f", each.getKey().replace('_', ' '), each.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  private static String counts(Map<String, Long> counts) {
    String text =
        counts.entrySet().stream()
            .filter(count -> count.getValue() > 0)
            .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "none" : text;
  }

  private static String name(String label) {
    return label.isEmpty() ? "(none)" : label;
  }

  private static String bytes(long bytes) {
    return org.apache.commons.io.FileUtils.byteCountToDisplaySize(bytes);
  }

  /** Two figures are more than an estimate is good for. */
  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  static String duration(double seconds) {
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    return seconds < 5400
        ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
        : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
