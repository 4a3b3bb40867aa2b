package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.MaskedException;
import io.github.imagefeatures.job.cli.console.Answer;
import io.github.imagefeatures.job.cli.console.Console;
import io.github.imagefeatures.job.cli.console.FailedCommandException;
import io.github.imagefeatures.job.cli.console.HelpPage;
import io.github.imagefeatures.job.cli.console.ProcessContext;
import io.github.imagefeatures.job.cli.console.SignalHandler;
import io.github.imagefeatures.job.cli.console.UsageSentence;
import io.github.imagefeatures.job.cli.console.WarningBuffer;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.SparkConf;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
    // Our own names and numbers are made without the user's language. Spark's and Hadoop's file
    // names are made with it: in Egypt they would have Arabic digits.
    Locale.setDefault(Locale.ROOT);
    logIn();
    boolean clusterMode =
        new SparkConf().get("spark.submit.deployMode", "client").equals("cluster");
    ProcessContext surroundings =
        clusterMode ? ProcessContext.ofContainer() : ProcessContext.ofLauncher();
    SignalHandler interruption = new SignalHandler();
    Failures failures = new Failures();
    Program program =
        new Program(
            surroundings,
            new PrintWriter(System.out, true),
            new PrintWriter(System.err, true),
            failures,
            interruption);
    if (!clusterMode) {
      interruption.listen();
      int code = program.execute(args);
      interruption.letItEnd();
      System.exit(code);
    }
    int code = program.execute(args);
    if (code != ExitCode.DONE.number()) {
      throw failures.lastAsException(code);
    }
  }

  /** Says who this is where the machine has no name for the account, and Hadoop would not start. */
  private static void logIn() {
    String account = System.getProperty("imagefeatures.account");
    if (account != null) {
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(account));
    }
  }

  /**
   * Runs a command in this process's surroundings.
   *
   * @return its exit code
   */
  static int execute(String[] args, PrintWriter out, PrintWriter err, Failures failures) {
    return new Program(ProcessContext.ofLauncher(), out, err, failures, new SignalHandler())
        .execute(args);
  }

  /** Turns what a command throws into a sentence and an exit code. */
  static final class Failures implements IExecutionExceptionHandler {
    private Console console;
    private SignalHandler interruption = new SignalHandler();
    private WarningBuffer warnings = new WarningBuffer();
    private String lastSentence = "";
    private MaskedException last;

    /** Sets where failures are told. */
    void tell(Console newConsole, SignalHandler newInterruption) {
      console = newConsole;
      interruption = newInterruption;
      if (console.isVerbose()) {
        warnings.gather();
      }
    }

    /** What went wrong last, with its causes. */
    FailedCommandException lastAsException(int code) {
      return new FailedCommandException(code, lastSentence, last);
    }

    @Override
    public int handleExecutionException(
        Exception failure, CommandLine command, ParseResult parsed) {
      return onFailure(failure, command.getCommandName());
    }

    int onFailure(Throwable failure, String command) {
      JobException classified = FailureClassifier.classify(failure);
      int code = classified.exitCode().number();
      if (interruption.happened()) {
        return code;
      }
      say(command, code, classified.id(), classified.getMessage());
      last = MaskedException.of(failure);
      if (console.isVerbose() || classified.exitCode() == ExitCode.UNEXPECTED) {
        console.err().print(last.trace());
        console.err().flush();
      }
      if (console.isVerbose()) {
        warnings.print(console.err());
      }
      return code;
    }

    int onParameter(ParameterException failure, String[] args) {
      CommandLine command = failure.getCommandLine();
      if (args.length == 0) {
        console.err().print(HelpPage.inShort(command));
      }
      UsageSentence refused = new UsageSentence(failure, args);
      String sentence =
          refused.text() + " See '" + command.getCommandSpec().qualifiedName() + " --help'.";
      say(command.getCommandName(), ExitCode.USAGE.number(), refused.id(), sentence);
      return ExitCode.USAGE.number();
    }

    private void say(String command, int code, FailureId id, String sentence) {
      String masked = Credentials.masked(sentence);
      lastSentence = id.after(masked);
      console.warn(lastSentence);
      console.answerFailure(
          Answer.failure(command, code, new Answer.Failure(id.toString(), masked, null)));
    }
  }
}
