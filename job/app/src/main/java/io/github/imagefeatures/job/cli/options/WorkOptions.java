package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.job.options.RunOptions;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How the work is cut up, and when it is given up. */
@Command(optionListHeading = "Work")
public final class WorkOptions {
  @Option(
      names = "--incremental",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Take over the features of the newest complete run under OUTPUT for images with the same"
              + " path, length and modification time, if weights and program are the same. Rejected"
              + " images are tried again; the components are fitted on all.")
  private boolean incremental;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Cut the work into N equal tasks; by default by the number of cores.")
  private Integer partitions;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "" + FeaturizeOptions.DEFAULT_BATCH_SIZE,
      description =
          "Images that a task decodes before the network runs on them, 1 to 64; features do not"
              + " depend on it. Default: ${DEFAULT-VALUE}")
  private int batchSize;

  @Option(
      names = "--shard-size",
      paramLabel = "N",
      defaultValue = "" + RunOptions.DEFAULT_SHARD_SIZE,
      description =
          "Commit features after about 30 seconds of work, and at the latest after N images; an"
              + " interrupted run computes no more than that again. Default: ${DEFAULT-VALUE}")
  private int shardSize;

  @Option(
      names = "--max-rejected-fraction",
      paramLabel = "F",
      defaultValue = "" + RunOptions.DEFAULT_MAX_REJECTED_FRACTION,
      description =
          "Fail, after writing rejected/, when more than this share of the images is rejected."
              + " Default: ${DEFAULT-VALUE}")
  private double maxRejectedFraction;

  @Option(
      names = "--require",
      paramLabel = "LIST",
      description =
          "End with exit code 8 when a figure of the finished run is not as required, such as"
              + " 'knn-accuracy>=0.9,rejected<=0,duplicates<=0'. The run is complete all the same."
              + " Any kind of finding is such a figure: 'split-leak<=0'.")
  private String require;

  public boolean incremental() {
    return incremental;
  }

  @Option(
      names = "--resampling",
      paramLabel = "pillow-12|pillow-13",
      completionCandidates = Resamplings.class,
      defaultValue = "pillow-13",
      description =
          "Resize images exactly as this release of Pillow does; pillow-12 is for comparing with"
              + " features made earlier. Default: ${DEFAULT-VALUE}")
  private Resampling resampling;

  /** Completes the values of {@code --resampling}. */
  static final class Resamplings extends Choices {
    private static final long serialVersionUID = 1L;

    Resamplings() {
      super(Resampling.class);
    }
  }

  @Option(
      names = "--orientation",
      paramLabel = "ignore|exif",
      completionCandidates = Orientations.class,
      defaultValue = "ignore",
      description =
          "With exif, turn JPEG, PNG and WebP upright by their metadata; ignore leaves them as they"
              + " are stored. TIFF is turned either way. Default: ${DEFAULT-VALUE}")
  private Orientation orientation;

  /** Completes the values of {@code --orientation}. */
  static final class Orientations extends Choices {
    private static final long serialVersionUID = 1L;

    Orientations() {
      super(Orientation.class);
    }
  }

  public FeaturizeOptions featurize(ImageLimits limits, UsageCheck check) {
    OptionalInt tasks = partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions);
    return check.checked(
        FailureId.WORK_OUT_OF_RANGE,
        "--partitions or --batch-size",
        () -> new FeaturizeOptions(tasks, batchSize, limits, resampling, orientation));
  }

  /**
   * What the finished run must be like.
   *
   * @param neighbours that the run finds of each image
   * @return empty when nothing is required
   */
  public List<Requirement> requirements(int neighbours, UsageCheck check) {
    if (require == null) {
      return List.of();
    }
    List<Requirement> all =
        check.checked(
            FailureId.REQUIREMENT_MALFORMED, "--require", () -> Requirement.read(require));
    for (Requirement each : all) {
      check.require(
          neighbours > 0 || each.holdsWithoutNeighbours(),
          FailureId.REQUIREMENT_IMPOSSIBLE,
          "--require asks for %s, which is not known with --neighbours 0."
              .formatted(each.figure().name()));
      check.require(
          each.isPossible(),
          FailureId.REQUIREMENT_IMPOSSIBLE,
          "--require asks for %s of %s, but it is a share, 0 to 1."
              .formatted(each.figure().name(), each.bound().toPlainString()));
    }
    return all;
  }

  public int shardSize(UsageCheck check) {
    check.require(
        shardSize >= 1, FailureId.SHARD_SIZE, "--shard-size is 1 or more, not " + shardSize + ".");
    return shardSize;
  }

  public double maxRejectedFraction(UsageCheck check) {
    check.require(
        maxRejectedFraction >= 0 && maxRejectedFraction <= 1,
        FailureId.MAX_REJECTED_FRACTION,
        "--max-rejected-fraction is 0 to 1, not " + maxRejectedFraction + ".");
    return maxRejectedFraction;
  }
}
