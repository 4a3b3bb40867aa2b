package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.run.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top of the command line. */
@Command(
    name = "image-features",
    description = "Folders of images in, MobileNetV2 features and principal components out.",
    mixinStandardHelpOptions = true,
    versionProvider = ImageFeatures.OwnVersion.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      ReportCommand.class,
      SampleCommand.class,
      GenerateCommand.class,
      ModelCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:unexpected: a bug, a crash, a lost cluster",
      "2:usage: the command line is wrong",
      "3:input: no images, or they cannot be read or reduced as asked",
      "4:too many images rejected",
      "5:model: weights that cannot be had, read or trusted",
      "6:output: it cannot be written, read or trusted"
    },
    footer = {
      "",
      "Examples:",
      "  image-features run --images photos --output output",
      "  image-features run --images s3a://bucket/photos --output s3a://bucket/out --variance 0.95",
      "  image-features validate --output output"
    })
final class ImageFeatures {
  @Option(
      names = "--stacktrace",
      description = "On failure, also show where in the program it happened.",
      scope = ScopeType.INHERIT)
  boolean stacktrace;

  /** Says this project's version. */
  static final class OwnVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"image-features " + Versions.own()};
    }
  }
}
