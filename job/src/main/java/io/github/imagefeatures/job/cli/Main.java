package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.address.Uris;
import io.github.imagefeatures.job.run.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkConf;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The program: {@code image-features COMMAND}, also the main class for {@code spark-submit}. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code. In YARN's cluster mode, where {@code
   * System.exit} makes YARN run the job again, it returns on success and throws on failure instead.
   *
   * @param args a command and its options
   * @throws FailedCommandException on failure in cluster mode
   */
  public static void main(String[] args) {
    Failures failures = new Failures();
    int code =
        execute(
            args, new PrintWriter(System.out, true), new PrintWriter(System.err, true), failures);
    boolean clusterMode =
        new SparkConf().get("spark.submit.deployMode", "client").equals("cluster");
    if (!clusterMode) {
      System.exit(code);
    }
    if (code != ExitCode.DONE.number()) {
      throw new FailedCommandException(code, failures.lastSentence());
    }
  }

  /**
   * Runs a command.
   *
   * @return its exit code
   */
  static int execute(String[] args, PrintWriter out, PrintWriter err, Failures failures) {
    CommandLine program = program(out, err, failures);
    try {
      return program.execute(args);
    } catch (Error e) {
      // Natives of another platform, no memory: picocli hands over exceptions only.
      failures.say(program, ExitCode.sentence(e));
      return ExitCode.of(e).number();
    }
  }

  private static CommandLine program(PrintWriter out, PrintWriter err, Failures failures) {
    return new CommandLine(new ImageFeatures())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(failures::onParameter)
        .setExecutionExceptionHandler(failures);
  }

  /** Turns what a command throws into a sentence and an exit code. */
  static final class Failures implements IExecutionExceptionHandler {
    private String lastSentence = "";

    /** What went wrong last; empty when nothing did. */
    String lastSentence() {
      return lastSentence;
    }

    @Override
    public int handleExecutionException(
        Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
      say(command, ExitCode.sentence(failure));
      if (parsed.hasMatchedOption("--stacktrace") || stacktraceOfSubcommand(parsed)) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        command.getErr().print(Uris.masked(trace.toString()));
      }
      return ExitCode.of(failure).number();
    }

    int onParameter(CommandLine.ParameterException failure, String[] args) {
      CommandLine command = failure.getCommandLine();
      say(
          command,
          failure.getMessage().strip().replaceFirst("[.]?$", ".")
              + " See '"
              + command.getCommandSpec().qualifiedName()
              + " --help'.");
      return ExitCode.USAGE.number();
    }

    private void say(CommandLine command, String sentence) {
      lastSentence = Uris.masked(sentence);
      command
          .getErr()
          .println(command.getColorScheme().errorText("image-features: " + Uris.masked(sentence)));
    }

    private static boolean stacktraceOfSubcommand(CommandLine.ParseResult parsed) {
      return parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--stacktrace");
    }
  }
}
