package io.github.imagefeatures.job.cli.options;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One option of a command, for programs that call this one.
 *
 * @param names as they are typed, dashes and all; the opposite of a switch is not among them
 * @param type {@code switch}, which takes no value, {@code integer}, {@code number} or {@code text}
 * @param values the only ones that there are; empty when there are others
 * @param required whether the command fails without it
 * @param defaultValue as it would be typed; null when there is none
 * @param opposite what turns a switch off, or on when its own name turns something off; null for
 *     other options
 * @param description for people
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record OptionDescription(
    List<String> names,
    String type,
    List<String> values,
    boolean required,
    @JsonProperty("default") String defaultValue,
    String opposite,
    String description) {

  /**
   * Describes the options of every command.
   *
   * @param program with its commands
   * @return by command, and by the option's name without dashes; help and version are left out
   */
  public static Map<String, Map<String, OptionDescription>> ofCommands(CommandLine program) {
    Map<String, Map<String, OptionDescription>> commands = new LinkedHashMap<>();
    program
        .getSubcommands()
        .forEach(
            (name, command) -> {
              Map<String, OptionDescription> options = new LinkedHashMap<>();
              for (OptionSpec option : command.getCommandSpec().options()) {
                if (!option.usageHelp() && !option.versionHelp()) {
                  options.put(OptionNames.of(option), of(option));
                }
              }
              commands.put(name, options);
            });
    return commands;
  }

  private static OptionDescription of(OptionSpec option) {
    List<String> values = new ArrayList<>();
    if (option.completionCandidates() != null) {
      option.completionCandidates().forEach(values::add);
    }
    String text = option.defaultValue();
    return new OptionDescription(
        List.of(option.names()),
        type(option),
        values,
        option.required(),
        text,
        option.negatable() ? opposite(option.longestName()) : null,
        String.join(" ", option.description()).replace("${DEFAULT-VALUE}", String.valueOf(text)));
  }

  private static String type(OptionSpec option) {
    String name = option.type().getSimpleName().toLowerCase(Locale.ROOT);
    return switch (name) {
      case "boolean" -> "switch";
      case "int", "integer", "long" -> "integer";
      case "double" -> "number";
      default -> "text";
    };
  }

  private static String opposite(String name) {
    return name.startsWith("--no-")
        ? "--" + name.substring("--no-".length())
        : "--no-" + name.substring("--".length());
  }
}
