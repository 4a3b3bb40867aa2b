package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.findings.FindingKind;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said of a run at its end. */
public final class RunSummary {
  private final CompletedRun run;

  /**
   * The summary as {@code --json} gives it.
   *
   * @param folder the folder of the run
   * @param page the page of the run
   * @param manifest the manifest of the run, as in its folder
   */
  public record Result(String folder, String page, Manifest manifest) {}

  public RunSummary(CompletedRun run) {
    this.run = run;
  }

  public Result result() {
    return new Result(
        RunFolder.shown(run.folder().toString()), RunFolder.shown(run.page()), run.manifest());
  }

  /** A short table. */
  public void print(PrintWriter out) {
    Manifest manifest = run.manifest();
    row(out, "images", "%,d", manifest.counts().featurized());
    if (manifest.counts().reused() > 0) {
      row(out, "reused", "%,d", manifest.counts().reused());
    }
    row(out, "rejected", "%,d", manifest.counts().rejected());
    leftOut(manifest.input(), out);
    if (manifest.imagesPerSecond() > 0) {
      row(out, "images/s", "%.0f", manifest.imagesPerSecond());
    }
    if (manifest.options().featuresOnly()) {
      row(out, "components", "none, as asked");
    } else {
      row(out, "components", "%s", manifest.reduction().componentsInWords());
      fit(manifest.reduction().projectedWith(), out);
      variance(manifest.reduction(), out);
    }
    if (manifest.neighbours() != null && manifest.neighbours().inWords() != null) {
      row(out, "own class next", "%s", manifest.neighbours().inWords());
    }
    if (manifest.findings() != null) {
      row(out, "findings", "%s", FindingKind.inWords(manifest.findings()));
    }
    row(out, "page", "%s", RunFolder.shown(run.page()));
  }

  private static void variance(Manifest.ReductionUsed reduction, PrintWriter out) {
    Manifest.NewImages images = reduction.newImages();
    String kept = percent(reduction.cumulativeVariance(), 2);
    row(
        out,
        "variance kept",
        "%s",
        images == null
            ? kept
            : "%s of these images, %s of those fitted"
                .formatted(percent(images.explainedVariance(), 2), kept));
    if (!reduction.cumulativeByCount().isEmpty()) {
      row(out, "would keep", "%s", wouldKeep(reduction.cumulativeByCount()));
    }
    if (images != null && images.inWords() != null) {
      row(out, "drift", "%s", images.inWords());
    }
  }

  private static String wouldKeep(Map<Integer, Double> shares) {
    return shares.entrySet().stream()
        .map(each -> "%s: %s".formatted(each.getKey(), percent(each.getValue(), 1)))
        .collect(Collectors.joining(", ", "with components ", ""));
  }

  private static String percent(double share, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * share);
  }

  private static void fit(Manifest.ProjectedWith earlier, PrintWriter out) {
    if (earlier != null) {
      row(
          out,
          "fit from",
          "%s",
          earlier.run() == null ? RunFolder.shown(earlier.model()) : earlier.run());
    }
  }

  /** Files that were not looked at and might have been meant; hidden ones are always there. */
  private static void leftOut(Manifest.Input input, PrintWriter out) {
    List<String> kinds = new ArrayList<>();
    if (input.skippedByGlob() > 0) {
      kinds.add(input.skippedSuffixesInWords());
    }
    if (input.skippedCompressed() > 0) {
      kinds.add(input.skippedCompressed() + " compressed");
    }
    if (input.skippedUnopenable() > 0) {
      kinds.add(input.skippedUnopenable() + " that cannot be opened");
    }
    long files = input.skippedByGlob() + input.skippedCompressed() + input.skippedUnopenable();
    if (files > 0) {
      row(
          out,
          "left out",
          "%,d %s: %s",
          files,
          files == 1 ? "file" : "files",
          String.join(", ", kinds));
    }
  }

  static void row(PrintWriter out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "%-14s " + format + "%n", prepend(name, values));
  }

  private static Object[] prepend(String name, Object[] values) {
    Object[] all = new Object[values.length + 1];
    all[0] = name;
    System.arraycopy(values, 0, all, 1, values.length);
    return all;
  }
}
