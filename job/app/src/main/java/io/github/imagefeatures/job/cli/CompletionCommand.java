package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.options.Choices;
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
      "Prints a script that makes the shell complete commands, options and their values.",
      "In a zsh it turns on the completion that zsh has for bash's scripts."
    },
    footer = {
      "  source <(image-features completion bash)",
      "  image-features completion bash >~/.local/share/bash-completion/completions/image-features",
      "  source <(image-features completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "One of: ${COMPLETION-CANDIDATES}")
  private Shell shell;

  /** The shells that can be taught; one script teaches both. */
  enum Shell {
    /** Of GNU. */
    BASH,
    /** With what it has for bash's scripts. */
    ZSH
  }

  /** For the tab key. */
  static final class Shells extends Choices {
    private static final long serialVersionUID = 1L;

    Shells() {
      super(Shell.class);
    }
  }

  @Override
  public Integer call() {
    spec.commandLine()
        .getOut()
        .println(AutoComplete.bash("image-features", spec.root().commandLine()));
    return 0;
  }
}
