package io.github.imagefeatures.job.cli.options;

import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** What every command takes: how much it prints, in which form, and where more options are. */
public final class PrintOptions {
  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description = "Print nothing but failures.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Also print every option with where it comes from; on failure also the stack trace (which"
              + " an unexpected one always has) and Spark's last warnings.")
  private boolean verbose;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "For programs: print one JSON document at the end, also on failure. Progress stays on"
              + " standard error.")
  private boolean json;

  @Option(
      names = "--config",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "More options, as lines such as 'max-pixels = 1000000'. Default: "
              + OptionSettings.FILE_NAME
              + ", where the working folder has it.")
  private String config;

  /**
   * These options alone, known before the others are looked at: a wrong command line is answered in
   * the form that it asks for, too.
   *
   * @param settings what the command line does not say
   */
  public static PrintOptions early(String[] args, OptionSettings settings) {
    PrintOptions options = new PrintOptions();
    try {
      new CommandLine(options)
          .setUnmatchedArgumentsAllowed(true)
          .setDefaultValueProvider(settings)
          .parseArgs(args);
    } catch (ParameterException toBeSaidLater) {
      return new PrintOptions();
    }
    return options;
  }

  public boolean quiet() {
    return quiet;
  }

  public boolean verbose() {
    return verbose;
  }

  public boolean json() {
    return json;
  }

  /** The settings file that is named; null when none is. */
  public String config() {
    return config;
  }
}
