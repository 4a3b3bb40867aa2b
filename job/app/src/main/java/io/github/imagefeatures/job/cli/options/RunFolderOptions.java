package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.options.IfComplete;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.report.data.PointSample;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where a run goes, what it is called, and what it leaves. */
@Command(optionListHeading = "Results")
public final class RunFolderOptions {
  private static final int MOST_NEIGHBOURS = 100;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Where the folder runs/ is, or will be made.")
  private String output;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name of the run; by default made from the time. The name of an unfinished run"
              + " resumes it.")
  private String runId;

  @Option(
      names = "--thumbnails",
      paramLabel = "N",
      defaultValue = "" + RunOptions.DEFAULT_THUMBNAILS,
      description =
          "Keep small pictures of N images at most for the page to show, as many as fit into 6 MB; 0 keeps none. Default: "
              + RunOptions.DEFAULT_THUMBNAILS)
  private int thumbnails;

  @Option(
      names = "--neighbours",
      paramLabel = "N",
      defaultValue = "" + RunOptions.DEFAULT_NEIGHBOURS,
      description =
          "Find the N nearest images of each, up to 100; 0 finds none. Default: "
              + RunOptions.DEFAULT_NEIGHBOURS)
  private int neighbours;

  @Option(
      names = "--if-complete",
      paramLabel = "refuse|succeed",
      completionCandidates = WhatIfComplete.class,
      defaultValue = "refuse",
      description =
          "When the run of that --run-id is complete already: refuse, or succeed without doing"
              + " anything if program, options, weights and images are the same. Default: refuse")
  private IfComplete ifComplete;

  @Option(
      names = "--no-csv",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description = "With --no-csv: do not write pca.tsv. Default: --csv")
  private boolean noCsv;

  /** Completes the values of {@code --if-complete}. */
  static final class WhatIfComplete extends Choices {
    private static final long serialVersionUID = 1L;

    WhatIfComplete() {
      super(IfComplete.class);
    }
  }

  public String output() {
    return output;
  }

  public Optional<String> runId(CommandSpec command) {
    if (runId != null) {
      RunSelection.requireValid(runId, "--run-id", command);
    }
    return Optional.ofNullable(runId);
  }

  public int thumbnails(UsageCheck check) {
    requireThumbnails(thumbnails, check);
    return thumbnails;
  }

  /** Refuses more pictures than a page has points. */
  public static void requireThumbnails(int thumbnails, UsageCheck check) {
    check.require(
        thumbnails >= 0 && thumbnails <= PointSample.MAX_POINTS,
        FailureId.THUMBNAILS,
        String.format(
            Locale.ROOT, "--thumbnails is 0 to %d, not %d.", PointSample.MAX_POINTS, thumbnails));
  }

  public int neighbours(UsageCheck check) {
    check.require(
        neighbours >= 0 && neighbours <= MOST_NEIGHBOURS,
        FailureId.NEIGHBOURS,
        String.format(
            Locale.ROOT, "--neighbours is 0 to %d, not %d.", MOST_NEIGHBOURS, neighbours));
    return neighbours;
  }

  public IfComplete ifComplete() {
    return ifComplete;
  }

  public boolean pcaTsv() {
    return !noCsv;
  }
}
