package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.pack.PackListener;
import io.github.imagefeatures.job.run.RunListener;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * What a person sees while a run or a pack works: on a terminal a progress bar, in a log file
 * lines.
 */
public final class ProgressDisplay implements RunListener, PackListener, AutoCloseable {
  private static final long LOG_NANOS = 10_000_000_000L;

  /** Images before which the time left would be a guess: the first ones also warm the engine up. */
  private static final long TELLING = 100;

  /** The first stage is over before anybody listens. */
  private static final int STAGES = Stage.values().length - 1;

  private final Console console;
  private ProgressBar bar;
  private long total;
  private long already;
  private long startedAt;
  private long loggedAt;
  private boolean interrupted;

  public ProgressDisplay(Console console) {
    this.console = console;
  }

  @Override
  public void stageStarted(Stage stage) {
    closeBar();
    console.say(
        String.format(Locale.ROOT, "%s (%d of %d)", stage.words(), stage.ordinal(), STAGES));
  }

  @Override
  public void featurizingStarted(long images, long before) {
    started("featurizing", images, before);
  }

  @Override
  public void featurized(long images) {
    done(images);
  }

  @Override
  public void packingStarted(long images, long before) {
    started("packing", images, before);
  }

  @Override
  public void packed(long images) {
    done(images);
  }

  private synchronized void started(String work, long images, long before) {
    total = images;
    already = before;
    startedAt = System.nanoTime();
    loggedAt = startedAt;
    if (!console.isQuiet() && !interrupted && console.surroundings().showsBar()) {
      bar = bar(work, images, before);
    }
  }

  private synchronized void done(long images) {
    if (bar != null) {
      bar.stepTo(images);
    } else if (images > already && System.nanoTime() - loggedAt > LOG_NANOS) {
      loggedAt = System.nanoTime();
      console.say(progress(images));
    }
  }

  @Override
  public void alreadyComplete(CompletedRun run) {
    console.say(
        "the run %s is complete already, with the same options, weights and images, in %s."
            .formatted(run.manifest().runId(), RunFolder.shown(run.folder().toString())));
  }

  @Override
  public void tell(String sentence) {
    console.say(sentence);
  }

  @Override
  public void warn(String sentence) {
    console.warn(sentence);
  }

  @Override
  public void close() {
    closeBar();
  }

  /** Stops drawing where it is, for good. */
  public synchronized void interrupt() {
    interrupted = true;
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private ProgressBar bar(String work, long images, long before) {
    boolean colours = console.surroundings().showsColours(true);
    return new ProgressBarBuilder()
        .setTaskName(work)
        .setInitialMax(images)
        .startsFrom(before, Duration.ZERO)
        .setUnit(" images", 1)
        .setStyle(
            colours ? ProgressBarStyle.COLORFUL_UNICODE_BLOCK : ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(250)
        .showSpeed(new DecimalFormat("0.0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
        .build();
  }

  private String progress(long images) {
    double perSecond = (images - already) / ((loggedAt - startedAt) / 1e9);
    String done =
        String.format(Locale.ROOT, "%,d of %,d images, %.0f images/s", images, total, perSecond);
    return images - already < TELLING
        ? done
        : done + ", " + PlanSummary.duration((total - images) / perSecond) + " left";
  }

  private synchronized void closeBar() {
    if (bar != null) {
      bar.stepTo(total);
      bar.close();
      bar = null;
    }
  }
}
