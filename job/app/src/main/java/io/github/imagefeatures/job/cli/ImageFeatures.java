package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.console.Console;
import io.github.imagefeatures.job.cli.console.InterruptMessage;
import io.github.imagefeatures.job.cli.console.ProgressDisplay;
import io.github.imagefeatures.job.cli.console.SignalHandler;
import io.github.imagefeatures.job.cli.options.PrintOptions;
import io.github.imagefeatures.job.run.ImageFeaturesRun.Unfinished;
import io.github.imagefeatures.job.versions.Versions;
import io.github.imagefeatures.network.weights.Networks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The top of the command line. */
@Command(
    name = "image-features",
    customSynopsis = "image-features [OPTIONS] COMMAND",
    description =
        "Folders of images in, "
            + Networks.DEFAULT_TITLE
            + " features and principal components out.",
    mixinStandardHelpOptions = true,
    versionProvider = ImageFeatures.AllVersions.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      RunCommand.class,
      RunsCommand.class,
      CompareCommand.class,
      ValidateCommand.class,
      ReportCommand.class,
      ExportCommand.class,
      ExportPipelineCommand.class,
      SampleCommand.class,
      GenerateCommand.class,
      PackCommand.class,
      ModelCommand.class,
      ProbeCommand.class,
      CompletionCommand.class,
      OptionsCommand.class,
      HelpCommand.class
    },
    footer = {
      "  image-features run --images photos --output output",
      "  image-features runs --output output",
      "  image-features validate --output output",
      "  image-features run --help",
      "  source <(image-features completion bash)"
    })
public final class ImageFeatures {
  @Mixin private PrintOptions print;

  private final Console console;
  private final SignalHandler interruption;

  private final String[] args;

  /**
   * @param console what commands speak through
   * @param interruption what ends them
   * @param args the command line
   */
  public ImageFeatures(Console console, SignalHandler interruption, String[] args) {
    this.console = console;
    this.interruption = interruption;
    this.args = args;
  }

  Console console() {
    return console;
  }

  SignalHandler interruption() {
    return interruption;
  }

  /**
   * What happens when a run is interrupted.
   *
   * @param abandon gives the run up, and tells which it is if it can be resumed
   */
  SignalHandler.Ending interrupted(
      ProgressDisplay terminal, Supplier<Optional<Unfinished>> abandon) {
    return exitCode -> {
      terminal.interrupt();
      new InterruptMessage(console, args, abandon).end(exitCode);
    };
  }

  /** What happens when a command is interrupted that resumes when it is started again. */
  SignalHandler.Ending interrupted(ProgressDisplay terminal) {
    return interrupted(terminal, Optional::empty);
  }

  /**
   * Says the versions of this project and of what it stands on, and what the launcher knows of an
   * installation: its build, and how to upgrade it.
   */
  static final class AllVersions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      Map<String, String> said = new LinkedHashMap<>(Versions.withoutLoading());
      for (String known : List.of("build", "upgrade")) {
        Optional.ofNullable(System.getProperty("imagefeatures." + known))
            .ifPresent(value -> said.put(known, value));
      }
      return said.entrySet().stream()
          .map(line -> "%-14s %s".formatted(line.getKey(), line.getValue()))
          .toArray(String[]::new);
    }
  }
}
