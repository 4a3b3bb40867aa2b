package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.address.Uris;
import io.github.imagefeatures.job.run.FinishedRun;
import io.github.imagefeatures.job.run.Manifest;
import io.github.imagefeatures.job.run.RunListener;
import io.github.imagefeatures.job.run.Stage;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine;

/**
 * What a person sees of a run: on a terminal a progress bar, in a log file a line now and then, at
 * the end a short table.
 */
final class Terminal implements RunListener, AutoCloseable {
  private static final long LOG_NANOS = 10_000_000_000L;

  private static final Pattern URI_PREFIX = Pattern.compile("^file:/+");

  private final PrintWriter out;
  private final PrintWriter err;
  private final CommandLine.Help.ColorScheme colours;
  private final boolean quiet;
  private final boolean interactive = Boolean.getBoolean("imagefeatures.terminal");
  private ProgressBar bar;
  private long total;
  private long already;
  private long startedAt;
  private long loggedAt;

  Terminal(CommandLine command, boolean quiet) {
    this.out = command.getOut();
    this.err = command.getErr();
    this.colours = command.getColorScheme();
    this.quiet = quiet;
  }

  @Override
  public void stageStarted(Stage stage) {
    closeBar();
    if (!quiet) {
      err.println("image-features: " + stage.words());
    }
  }

  @Override
  public synchronized void featurizingStarted(long images, long before) {
    total = images;
    already = before;
    startedAt = System.nanoTime();
    loggedAt = startedAt;
    if (!quiet && interactive) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("featurizing")
              .setInitialMax(images)
              .startsFrom(before, java.time.Duration.ZERO)
              .setUnit(" images", 1)
              .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
              .setUpdateIntervalMillis(250)
              .showSpeed()
              .build();
    }
  }

  @Override
  public synchronized void featurized(long images) {
    if (bar != null) {
      bar.stepTo(images);
    } else if (!quiet && images > already && System.nanoTime() - loggedAt > LOG_NANOS) {
      loggedAt = System.nanoTime();
      double perSecond = (images - already) / ((loggedAt - startedAt) / 1e9);
      err.printf(
          Locale.ROOT,
          "image-features: %,d of %,d images, %.0f images/s, %.0f s left%n",
          images,
          total,
          perSecond,
          (total - images) / perSecond);
    }
  }

  @Override
  public void alreadyComplete(FinishedRun run) {
    if (!quiet) {
      err.printf(
          "image-features: the run %s is complete already, with the same options, weights and"
              + " images, in %s.%n",
          run.manifest().runId(), shown(run.folder()));
    }
  }

  @Override
  public void warn(String sentence) {
    err.println(colours.errorText("image-features: " + Uris.masked(sentence)));
  }

  /** Prints the short table of a finished run. */
  void summarise(FinishedRun run) {
    closeBar();
    Manifest manifest = run.manifest();
    if (!manifest.weights().trained()) {
      warn("The weights of this run are UNTRAINED: its features have no meaning.");
    }
    if (quiet) {
      return;
    }
    row("images", "%,d", manifest.counts().featurized());
    row("rejected", "%,d", manifest.counts().rejected());
    row("images/s", "%.0f", manifest.imagesPerSecond());
    row("components", "%d", manifest.reduction().components());
    row("variance kept", "%.2f %%", 100 * manifest.reduction().cumulativeVariance());
    row("page", "%s", shown(run.page()));
  }

  @Override
  public void close() {
    closeBar();
  }

  /** A local file as its path alone, an address without credentials. */
  private static String shown(String uri) {
    return uri.startsWith("file:/") ? URI_PREFIX.matcher(uri).replaceFirst("/") : Uris.masked(uri);
  }

  private void row(String name, String format, Object value) {
    out.printf(Locale.ROOT, "%-14s " + format + "%n", name, value);
  }

  private synchronized void closeBar() {
    if (bar != null) {
      bar.stepTo(total);
      bar.close();
      bar = null;
    }
  }
}
