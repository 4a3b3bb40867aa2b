package io.github.imagefeatures.job.cli.options;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.imagefeatures.failure.Credentials;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** A command's options as they came out of command line, environment, file and defaults. */
public final class OptionValues {
  private static final String COMMAND_LINE = "command line";
  private static final String DEFAULT = "default";

  private final CommandLine command;

  /**
   * @param value null when the option has none
   * @param from {@code command line}, the name of a variable, the name of a file, or {@code
   *     default}
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Value(Object value, String from) {}

  /**
   * @param command that has been parsed
   */
  public OptionValues(CommandLine command) {
    this.command = command;
  }

  /** All but help and version, by name without dashes; passwords masked. */
  public Map<String, Value> all() {
    Map<String, Value> values = new LinkedHashMap<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && !option.versionHelp()) {
        values.put(option.longestName().replaceFirst("^-+", ""), value(option));
      }
    }
    return values;
  }

  /**
   * How near to the user an option's value was given: 0 on the command line, 1 in the environment,
   * 2 in a file, 3 nowhere.
   */
  int distance(String name) {
    OptionSpec option = command.getCommandSpec().findOption(name);
    if (isOnCommandLine(option)) {
      return 0;
    }
    return settings().source(option).isEmpty() ? 3 : settings().isOfEnvironment(option) ? 1 : 2;
  }

  /** Where the value of an option comes from. */
  String source(OptionSpec option) {
    return isOnCommandLine(option) ? COMMAND_LINE : settings().source(option).orElse(DEFAULT);
  }

  private Value value(OptionSpec option) {
    Object value = option.getValue();
    if (value instanceof String text) {
      value = Credentials.masked(text);
    } else if (value instanceof Enum<?> name) {
      value = name.name().toLowerCase(Locale.ROOT);
    }
    return new Value(value, source(option));
  }

  /** An option of all commands may stand before the command's name. */
  private boolean isOnCommandLine(OptionSpec option) {
    for (CommandLine at = command; at != null; at = at.getParent()) {
      CommandLine.ParseResult parsed = at.getParseResult();
      if (parsed != null && parsed.hasMatchedOption(option.longestName())) {
        return true;
      }
    }
    return false;
  }

  private OptionSettings settings() {
    return command.getDefaultValueProvider() instanceof OptionSettings settings
        ? settings
        : OptionSettings.none();
  }
}
