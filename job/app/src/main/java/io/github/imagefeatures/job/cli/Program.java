package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.SettingsException;
import io.github.imagefeatures.job.cli.console.Console;
import io.github.imagefeatures.job.cli.console.HelpPage;
import io.github.imagefeatures.job.cli.console.InterruptMessage;
import io.github.imagefeatures.job.cli.console.ProcessContext;
import io.github.imagefeatures.job.cli.console.SignalHandler;
import io.github.imagefeatures.job.cli.options.Choices;
import io.github.imagefeatures.job.cli.options.OptionSettings;
import io.github.imagefeatures.job.cli.options.PrintOptions;
import io.github.imagefeatures.job.cli.options.RunArguments;
import io.github.imagefeatures.job.cli.options.UsageException;
import io.github.imagefeatures.job.export.ExportForm;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;

/** One call of the program: settings, commands, and what becomes of failures. */
final class Program {
  /** Help is there also for those whose settings are wrong. */
  private static final Set<String> HELP = Set.of("-h", "--help", "-V", "--version", "help");

  private final ProcessContext surroundings;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Main.Failures failures;
  private final SignalHandler interruption;

  Program(
      ProcessContext surroundings,
      PrintWriter out,
      PrintWriter err,
      Main.Failures failures,
      SignalHandler interruption) {
    this.surroundings = surroundings;
    this.out = out;
    this.err = err;
    this.failures = failures;
    this.interruption = interruption;
  }

  /** Runs a command and returns its exit code. */
  int execute(String[] args) {
    PrintOptions said = PrintOptions.early(args, OptionSettings.none());
    if (Stream.of(args).anyMatch(HELP::contains)) {
      return run(program(said, OptionSettings.none(), args), args);
    }
    try {
      OptionSettings settings = settings(said);
      CommandLine program = program(PrintOptions.early(args, settings), settings, args);
      settings.requireKnown(program);
      return run(program, args);
    } catch (SettingsException e) {
      CommandLine program = program(said, OptionSettings.none(), args);
      return failures.onParameter(new UsageException(program, e.id(), e.getMessage()), args);
    }
  }

  private OptionSettings settings(PrintOptions said) {
    Optional<String> file = Optional.ofNullable(said.config());
    if (file.isEmpty() && surroundings.folder().isEmpty()) {
      return OptionSettings.none();
    }
    Path folder = surroundings.folder().orElse(Path.of(""));
    return OptionSettings.read(surroundings.environment(), folder, file);
  }

  private int run(CommandLine program, String[] args) {
    try {
      return program.execute(args);
    } catch (Error e) {
      // Natives of another platform, no memory: picocli hands over exceptions only.
      return failures.onFailure(e, args.length > 0 ? args[0] : "");
    }
  }

  private CommandLine program(PrintOptions print, OptionSettings settings, String[] args) {
    Console console = new Console(out, err, print, surroundings);
    failures.tell(console, interruption);
    interruption.onSignal(new InterruptMessage(console, args));
    CommandLine program = new CommandLine(new ImageFeatures(console, interruption, args));
    new HelpPage().layOut(program);
    RunArguments.registerChoices(program);
    Choices.register(CompletionCommand.Shell.class, program);
    Choices.register(ExportForm.class, program);
    return program
        .setOut(out)
        .setErr(err)
        .setColorScheme(console.outColours())
        .setDefaultValueProvider(settings)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(failures::onParameter)
        .setExecutionExceptionHandler(failures);
  }
}
