package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.listing.ListingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Which files of a folder are taken for images, and how many. */
@Command(optionListHeading = "Images")
public final class ChoiceOptions {
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

  /**
   * What is listed.
   *
   * @param labels the file of labels; null when the names of folders are the labels
   */
  public ListingOptions listing(String labels, UsageCheck check) {
    return check.checked(
        FailureId.IMAGES_OPTIONS,
        "--glob or --limit",
        () -> new ListingOptions(glob, limit, labels));
  }
}
