package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.job.run.ImageFeaturesRun.Unfinished;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said when a command is interrupted, with the command that resumes the run where that can
 * be.
 */
public final class InterruptMessage implements SignalHandler.Ending {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private final Console console;
  private final String[] args;
  private final Supplier<Optional<Unfinished>> run;

  /** A command that is simply started again. */
  public InterruptMessage(Console console, String[] args) {
    this(console, args, Optional::empty);
  }

  /**
   * @param run the unfinished run that can be resumed, at the time of the signal
   */
  public InterruptMessage(Console console, String[] args, Supplier<Optional<Unfinished>> run) {
    this.console = console;
    this.args = args.clone();
    this.run = run;
  }

  @Override
  public void end(int exitCode) {
    Optional<Unfinished> unfinished = run.get();
    String next =
        unfinished
            .map(Unfinished::runId)
            .map(this::commandFor)
            .map(Credentials::masked)
            .orElse(null);
    String sentence =
        unfinished
            .map(left -> "Interrupted%s. To resume: %s".formatted(kept(left), next))
            .orElse("Interrupted: nothing is left half-written; the same command starts again.");
    console.lastWarning(sentence);
    console.answerFailure(
        Answer.failure(
            args.length > 0 ? args[0] : "", exitCode, new Answer.Failure(null, sentence, next)));
  }

  private static String kept(Unfinished run) {
    return run.kept().isPresent()
        ? String.format(
            Locale.ROOT,
            ": %,d of %,d images are done and kept",
            run.kept().getAsLong(),
            run.listed())
        : " before any image was computed: nothing is lost";
  }

  private String commandFor(String id) {
    return Stream.concat(
            Stream.concat(Stream.of(console.surroundings().command()), Stream.of(args)),
            named() ? Stream.empty() : Stream.of("--run-id", id))
        .map(InterruptMessage::quoted)
        .collect(Collectors.joining(" "));
  }

  private boolean named() {
    return List.of(args).stream()
        .anyMatch(arg -> arg.equals("--run-id") || arg.startsWith("--run-id="));
  }

  /** Quotes a word so that a POSIX shell reads it back unchanged. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
