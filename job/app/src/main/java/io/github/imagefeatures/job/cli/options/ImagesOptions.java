package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.labels.LabelsFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      names = "--labels",
      paramLabel = "FILE",
      description =
          "Take labels from this .csv, .tsv, .parquet or .jsonl file and not from the names of"
              + " folders. Its columns are path or file_name, label and, if the set is divided,"
              + " split.")
  private String labels;

  @Mixin private ChoiceOptions choice;

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
    check.require(
        labels == null || LabelsFormat.of(labels).isPresent(),
        FailureId.LABELS_FORMAT,
        "--labels is a .csv, .tsv, .parquet or .jsonl file whose name does not begin with '_' or '.', not '%s'."
            .formatted(labels));
    return choice.listing(labels, check);
  }

  public ImageLimits limits(UsageCheck check) {
    return check.checked(
        FailureId.IMAGE_LIMITS,
        "--max-bytes or --max-pixels",
        () -> new ImageLimits(maxBytes, maxPixels));
  }
}
