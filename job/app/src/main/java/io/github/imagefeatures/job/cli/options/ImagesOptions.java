package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.listing.ListingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which images are taken. */
@Command(optionListHeading = "Images")
public final class ImagesOptions {
  @Option(
      names = "--images",
      required = true,
      paramLabel = "URI",
      description =
          "Folder of the images, or a single .tar of them: a path, s3a://bucket/prefix, hdfs://..."
              + " Never a glob.")
  private String images;

  @Option(
      names = "--glob",
      paramLabel = "PATTERN",
      defaultValue = ListingOptions.DEFAULT_GLOB,
      description =
          "File names that are images; upper and lower case are the same. Default:"
              + " ${DEFAULT-VALUE}")
  private String glob;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Take only N images, spread evenly over all; 0 takes all. Default: 0")
  private long limit;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      defaultValue = "" + ImageLimits.DEFAULT_MAX_BYTES,
      description = "Reject larger files. Default: ${DEFAULT-VALUE}")
  private long maxBytes;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "" + ImageLimits.DEFAULT_MAX_PIXELS,
      description = "Reject larger pictures. Default: ${DEFAULT-VALUE}")
  private long maxPixels;

  public String images() {
    return images;
  }

  public ListingOptions listing(UsageCheck check) {
    return check.checked(
        FailureId.IMAGES_OPTIONS, "--glob or --limit", () -> new ListingOptions(glob, limit));
  }

  public ImageLimits limits(UsageCheck check) {
    return check.checked(
        FailureId.IMAGE_LIMITS,
        "--max-bytes or --max-pixels",
        () -> new ImageLimits(maxBytes, maxPixels));
  }
}
