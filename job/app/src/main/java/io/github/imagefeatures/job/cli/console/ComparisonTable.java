package io.github.imagefeatures.job.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.inspect.Drift;
import io.github.imagefeatures.job.inspect.ImageDifference;
import io.github.imagefeatures.job.inspect.RunComparison;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/** Two runs' differences, one under the other where a line would be too long. */
public final class ComparisonTable {
  private static final int NAME = 32;
  private static final int VALUE = 22;

  /** Six digits tell two runs apart; {@code --json} has all digits. */
  private static final MathContext SIX_DIGITS = new MathContext(6);

  private final RunComparison comparison;

  public ComparisonTable(RunComparison comparison) {
    this.comparison = comparison;
  }

  public void print(PrintWriter out) {
    out.println("first   " + RunFolder.shown(comparison.first()));
    out.println("second  " + RunFolder.shown(comparison.second()));
    out.println();
    comparison.differences().forEach((name, values) -> row(out, name, values));
    if (comparison.differences().isEmpty()) {
      out.println("The manifests are the same.");
    }
    if (comparison.images() == null) {
      out.println("The images are the same.");
    } else {
      images(out, comparison.images());
    }
    drift(out, comparison.drift());
  }

  private static void row(PrintWriter out, String name, RunComparison.Difference values) {
    String first = text(values.first());
    String second = text(values.second());
    if (first.length() <= VALUE && second.length() <= VALUE && name.length() <= NAME) {
      out.println(
          ("%-" + NAME + "s  %-" + VALUE + "s  %s").formatted(name, first, second).stripTrailing());
    } else {
      out.printf("%s%n  first   %s%n  second  %s%n", name, first, second);
    }
  }

  private static void images(PrintWriter out, ImageDifference images) {
    out.printf(
        Locale.ROOT,
        "images: %,d only in the first, %,d only in the second%n",
        images.onlyInFirst(),
        images.onlyInSecond());
    examples(out, "-", images.examplesOfFirst(), images.onlyInFirst());
    examples(out, "+", images.examplesOfSecond(), images.onlyInSecond());
  }

  private static void drift(PrintWriter out, Drift drift) {
    if (drift.unknown() != null) {
      out.printf("drift: unknown, since %s%n", drift.unknown());
      return;
    }
    out.printf(
        Locale.ROOT,
        "drift: %.3f, by Kolmogorov and Smirnov's distance of the errors; %.1f %% of the second's images lie beyond the %.1f %% quantile of the first's%n",
        drift.distance(),
        100 * drift.beyondFirst(),
        100 * Manifest.NewImages.QUANTILE);
  }

  private static void examples(PrintWriter out, String sign, List<String> paths, long all) {
    paths.forEach(path -> out.println("  " + sign + " " + path));
    if (all > paths.size()) {
      out.printf(Locale.ROOT, "  %s and %,d more%n", sign, all - paths.size());
    }
  }

  private static String text(JsonNode value) {
    if (value == null || value.isNull()) {
      return "-";
    }
    if (value.isDouble()) {
      return String.valueOf(new BigDecimal(value.doubleValue(), SIX_DIGITS).doubleValue());
    }
    return value.isTextual() ? value.asText() : value.toString();
  }
}
