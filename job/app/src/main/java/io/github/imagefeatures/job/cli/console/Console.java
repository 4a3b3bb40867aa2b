package io.github.imagefeatures.job.cli.console;

import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.PrintOptions;
import io.github.imagefeatures.samples.WrittenImages;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** What a command says: lines on standard error, at the end its answer on standard output. */
public final class Console {
  /**
   * What was written, for programs.
   *
   * @param folder the folder of the images
   * @param images how many
   * @param classes how many
   */
  record Written(String folder, long images, long classes) {}

  private final PrintWriter out;
  private final PrintWriter err;
  private final PrintOptions print;
  private final ProcessContext surroundings;
  private boolean answered;
  private boolean closed;

  public Console(
      PrintWriter out, PrintWriter err, PrintOptions print, ProcessContext surroundings) {
    this.out = out;
    this.err = err;
    this.print = print;
    this.surroundings = surroundings;
  }

  PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }

  boolean isQuiet() {
    return print.quiet();
  }

  public boolean isVerbose() {
    return print.verbose();
  }

  boolean isJson() {
    return print.json();
  }

  ProcessContext surroundings() {
    return surroundings;
  }

  public ColorScheme outColours() {
    return colours(surroundings.outIsTerminal());
  }

  ColorScheme errColours() {
    return colours(surroundings.errIsTerminal());
  }

  /** Says how things go; nothing when only failures are asked for. */
  public synchronized void say(String sentence) {
    if (!isQuiet() && !closed) {
      err.println("image-features: " + Credentials.masked(sentence));
    }
  }

  /** Says each option's value and where it comes from, if a person wants to know that much. */
  public void say(OptionValues options) {
    if (isVerbose()) {
      options
          .all()
          .forEach(
              (name, value) ->
                  say(
                      "--%s: %s (%s)"
                          .formatted(
                              name, value.value() == null ? "-" : value.value(), value.from())));
    }
  }

  /** Says what must be heard. */
  public synchronized void warn(String sentence) {
    if (!closed) {
      err.println(errColours().errorText("image-features: " + Credentials.masked(sentence)));
    }
  }

  /** Warns, and lets nothing be said after it by work that runs until the process ends. */
  synchronized void lastWarning(String sentence) {
    warn(sentence);
    closed = true;
  }

  /**
   * Gives the result of a command that is done.
   *
   * @param result becomes JSON for programs
   * @param text for people
   */
  public void answer(CommandLine command, Object result, Consumer<PrintWriter> text) {
    if (isJson()) {
      write(Answer.of(command, result));
    }
    show(text);
  }

  /** Shows people what a command has found, also one that then fails; programs read the failure. */
  public void show(Consumer<PrintWriter> text) {
    if (!isJson() && !isQuiet()) {
      text.accept(out);
      out.flush();
    }
  }

  /** Gives what a command that makes images has written. */
  public void answer(CommandLine command, WrittenImages written) {
    answer(
        command,
        new Written(written.folder().toString(), written.images(), written.classes()),
        text ->
            text.printf(
                Locale.ROOT,
                "%,d images of %,d classes in %s%n",
                written.images(),
                written.classes(),
                written.folder()));
  }

  /** Gives the reason why a command is not done, to programs; people have read the sentence. */
  public void answerFailure(Answer failure) {
    if (isJson()) {
      write(failure);
    }
  }

  /** One document, whatever happens after it. */
  private synchronized void write(Answer answer) {
    if (!answered) {
      answered = true;
      out.println(answer.json());
    }
  }

  private ColorScheme colours(boolean isTerminal) {
    boolean shown = surroundings.showsColours(isTerminal);
    return CommandLine.Help.defaultColorScheme(shown ? Ansi.ON : Ansi.OFF);
  }
}
