package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.pack.PackOptions;
import java.util.Locale;
import org.apache.hadoop.util.StringUtils.TraditionalBinaryPrefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** All options of {@code pack}, and what is made of them. */
@Command(name = "pack")
public class PackArguments {
  @Spec private CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "URI",
      description = "Folder of the images: a path, s3a://bucket/prefix, hdfs://... Never a glob.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URI",
      description =
          "Folder of the tars: one that is new or empty, or that this command has begun to fill.")
  private String to;

  @Option(
      names = "--tar-size",
      paramLabel = "SIZE",
      defaultValue = PackOptions.DEFAULT_TAR_SIZE,
      description =
          "The largest size of a tar: a number of bytes, or of KiB, MiB or GiB with k, m or g behind it,"
              + " such as 64m. A larger image has a tar of its own. Default: ${DEFAULT-VALUE}")
  private String tarSize;

  @Option(
      names = "--dry-run",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description = "Write nothing: say how many images and tars there would be.")
  private boolean dryRun;

  @Mixin private ChoiceOptions choice;

  /**
   * What is to be packed.
   *
   * @return the options, each within its range
   * @throws UsageException for the first that is not
   */
  public final PackOptions options() {
    UsageCheck check = new UsageCheck(spec);
    return check.checked(
        FailureId.TAR_SIZE,
        "--tar-size",
        () -> new PackOptions(from, to, choice.listing(null, check), bytes(tarSize)));
  }

  private static long bytes(String size) {
    try {
      return TraditionalBinaryPrefix.string2long(size.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "'%s' is not a size; give bytes, or such as 64m or 1g.".formatted(size), malformed);
    }
  }

  /** {@return whether nothing is to be written} */
  protected final boolean isDryRun() {
    return dryRun;
  }

  /** {@return the command as it was parsed} */
  protected final CommandSpec command() {
    return spec;
  }
}
