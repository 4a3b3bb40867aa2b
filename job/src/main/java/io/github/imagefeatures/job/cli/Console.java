package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.address.Uris;
import io.github.imagefeatures.job.source.WrittenImages;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** What a command says: lines on standard error, at the end its answer on standard output. */
final class Console {
  /**
   * What was written, for programs.
   *
   * @param folder of the images
   * @param images how many
   * @param classes how many
   */
  record Written(String folder, long images, long classes) {}

  private final PrintWriter out;
  private final PrintWriter err;
  private final PrintOptions print;
  private final Surroundings surroundings;
  private boolean answered;
  private boolean closed;

  Console(PrintWriter out, PrintWriter err, PrintOptions print, Surroundings surroundings) {
    this.out = out;
    this.err = err;
    this.print = print;
    this.surroundings = surroundings;
  }

  PrintWriter out() {
    return out;
  }

  PrintWriter err() {
    return err;
  }

  boolean isQuiet() {
    return print.quiet();
  }

  boolean isVerbose() {
    return print.verbose();
  }

  boolean isJson() {
    return print.json();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  ColorScheme outColours() {
    return colours(surroundings.outIsTerminal());
  }

  ColorScheme errColours() {
    return colours(surroundings.errIsTerminal());
  }

  /** Says how things go; nothing when only failures are asked for. */
  synchronized void say(String sentence) {
    if (!isQuiet() && !closed) {
      err.println("image-features: " + Uris.masked(sentence));
    }
  }

  /** Says each option's value and where it comes from, if a person wants to know that much. */
  void say(OptionValues options) {
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
  synchronized void warn(String sentence) {
    if (!closed) {
      err.println(errColours().errorText("image-features: " + Uris.masked(sentence)));
    }
  }

  /** Warns, and lets nothing be said after it by work that goes on until the process ends. */
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
  void answer(CommandLine command, Object result, Consumer<PrintWriter> text) {
    if (isJson()) {
      write(Answer.of(command, result));
    } else if (!isQuiet()) {
      text.accept(out);
      out.flush();
    }
  }

  /** Gives what a command that makes images has written. */
  void answer(CommandLine command, WrittenImages written) {
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
  void answerFailure(Answer failure) {
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
