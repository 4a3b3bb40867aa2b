package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.options.Choices;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: the script that completes commands and options at the tab key. */
@Command(
    name = "completion",
    customSynopsis = "image-features completion SHELL",
    description = {
      "Prints a script that makes the shell complete commands, options and their values: files where"
          + " an option names one, and the runs of a local output.",
      "In a zsh it turns on the completion that zsh has for bash's scripts."
    },
    footer = {
      "  source <(image-features completion bash)",
      "  image-features completion bash > ~/.image-features.bash",
      "  echo 'source ~/.image-features.bash' >> ~/.bashrc",
      "  source <(image-features completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String VALUES = "completion.bash";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "One of: ${COMPLETION-CANDIDATES}")
  private Shell shell;

  /** The shells that can be taught; one script teaches both. */
  enum Shell {
    /** GNU Bash. */
    BASH,
    /** Z shell, which reads Bash's scripts after {@code bashcompinit}. */
    ZSH
  }

  /** Completes the name of the shell. */
  static final class Shells extends Choices {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(Shell.class);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(AutoComplete.bash("image-features", spec.root().commandLine()));
    out.print(valuesOfToday());
    return 0;
  }

  /** What a list of words in a script cannot complete. */
  private static String valuesOfToday() {
    try (InputStream in = CompletionCommand.class.getResourceAsStream(VALUES)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the JAR has no " + VALUES, e);
    }
  }
}
