package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.address.Uris;
import io.github.imagefeatures.job.run.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    // names
    // are made with it: in Egypt they would have Arabic digits.
    Locale.setDefault(Locale.ROOT);
    logIn();
    boolean clusterMode =
        new SparkConf().get("spark.submit.deployMode", "client").equals("cluster");
    Surroundings surroundings =
        clusterMode ? Surroundings.ofContainer() : Surroundings.ofLauncher();
    Interruption interruption = new Interruption();
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
      throw new FailedCommandException(code, failures.lastSentence());
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
    return new Program(Surroundings.ofLauncher(), out, err, failures, new Interruption())
        .execute(args);
  }

  /** Turns what a command throws into a sentence and an exit code. */
  static final class Failures implements IExecutionExceptionHandler {
    private Console console;
    private Interruption interruption = new Interruption();
    private LastWarnings warnings = new LastWarnings();
    private String lastSentence = "";

    /** Sets where failures are told. */
    void tell(Console newConsole, Interruption newInterruption) {
      console = newConsole;
      interruption = newInterruption;
      if (console.isVerbose()) {
        warnings.gather();
      }
    }

    /** What went wrong last; empty when nothing did. */
    String lastSentence() {
      return lastSentence;
    }

    @Override
    public int handleExecutionException(
        Exception failure, CommandLine command, ParseResult parsed) {
      return onFailure(failure, command.getCommandName());
    }

    int onFailure(Throwable failure, String command) {
      int code = ExitCode.of(failure).number();
      if (interruption.happened()) {
        return code;
      }
      say(command, code, ExitCode.sentence(failure));
      if (console.isVerbose()) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        console.err().print(Uris.masked(trace.toString()));
        warnings.print(console.err());
      }
      return code;
    }

    int onParameter(ParameterException failure, String[] args) {
      CommandLine command = failure.getCommandLine();
      String sentence =
          new UsageSentence(failure, args).text()
              + " See '"
              + command.getCommandSpec().qualifiedName()
              + " --help'.";
      say(command.getCommandName(), ExitCode.USAGE.number(), sentence);
      return ExitCode.USAGE.number();
    }

    private void say(String command, int code, String sentence) {
      lastSentence = Uris.masked(sentence);
      console.warn(lastSentence);
      console.answerFailure(Answer.failure(command, code, new Answer.Failure(lastSentence, null)));
    }
  }
}
