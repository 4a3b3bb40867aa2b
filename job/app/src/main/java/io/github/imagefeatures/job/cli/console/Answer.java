package io.github.imagefeatures.job.cli.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.folder.Json;
import java.io.UncheckedIOException;
import java.util.Map;
import picocli.CommandLine;

/**
 * The JSON document that {@code --json} gives; {@code docs/outputs.md} describes it.
 *
 * @param format the format of this document, {@link #FORMAT}
 * @param command such as {@code run}; empty when none was recognised
 * @param exitCode as the shell sees it
 * @param options the options of the command by name, with where they come from; null when the
 *     command line was not understood
 * @param result the result of the command; null on failure
 * @param failure what went wrong; null when nothing did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Answer(
    int format,
    String command,
    int exitCode,
    Map<String, OptionValues.Value> options,
    Object result,
    Failure failure) {
  /** The format written by this version. */
  static final int FORMAT = 1;

  /**
   * @param id the id of the kind of failure; null after Ctrl-C
   * @param sentence what went wrong and what to do
   * @param continueWith the command that resumes an interrupted run; null if there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Failure(String id, String sentence, String continueWith) {}

  static Answer of(CommandLine command, Object result) {
    return new Answer(
        FORMAT,
        command.getCommandName(),
        ExitCode.DONE.number(),
        new OptionValues(command).all(),
        result,
        null);
  }

  public static Answer failure(String command, int exitCode, Failure failure) {
    return new Answer(FORMAT, command, exitCode, null, null, failure);
  }

  String json() {
    try {
      return Json.MAPPER.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("records of texts and numbers are always JSON", e);
    }
  }
}
