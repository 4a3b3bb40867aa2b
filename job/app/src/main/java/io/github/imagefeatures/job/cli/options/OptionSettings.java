package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives options that are not on the command line the value of their environment variable, or else
 * of their line in a settings file.
 */
public final class OptionSettings implements IDefaultValueProvider {
  /** The file that is read where it lies in the working folder and no other is named. */
  public static final String FILE_NAME = "image-features.properties";

  private final Environment environment;
  private final SettingsFile file;

  private OptionSettings(Environment environment, SettingsFile file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads the settings.
   *
   * @param variables the environment
   * @param folder the working folder
   * @param named the settings file on the command line, if one is named
   * @return them
   * @throws SettingsException when the file cannot be read
   */
  public static OptionSettings read(
      Map<String, String> variables, Path folder, Optional<String> named) {
    Environment environment = new Environment(variables);
    Optional<String> name = named.or(() -> environment.value("config"));
    if (name.isPresent()) {
      return new OptionSettings(environment, SettingsFile.read(folder, name.get()));
    }
    boolean isThere = Files.exists(folder.resolve(FILE_NAME));
    return new OptionSettings(
        environment, isThere ? SettingsFile.read(folder, FILE_NAME) : SettingsFile.none());
  }

  /** {@return no settings: an option is what the command line or its default says} */
  public static OptionSettings none() {
    return new OptionSettings(new Environment(Map.of()), SettingsFile.none());
  }

  /**
   * Refuses names that are no option's.
   *
   * @param program all commands
   * @throws SettingsException that names the first of them
   */
  public void requireKnown(CommandLine program) {
    SortedSet<String> options = OptionNames.of(program);
    environment.requireKnown(options);
    file.requireKnown(options);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !OptionNames.isSetting(option)) {
      return null;
    }
    String name = OptionNames.of(option);
    return environment.value(name).or(() -> file.value(name)).orElse(null);
  }

  /**
   * Where the value of an option that is not on the command line comes from.
   *
   * @param option one of a command's
   * @return a variable, a file, or empty for the option's own default
   */
  public Optional<String> source(OptionSpec option) {
    String name = OptionNames.of(option);
    if (environment.value(name).isPresent()) {
      return Optional.of(Environment.variable(name));
    }
    return file.value(name).map(value -> file.name());
  }

  /**
   * Whether the environment decides an option; it wins over the file.
   *
   * @param option one of a command's
   * @return true if there is such a variable
   */
  public boolean isOfEnvironment(OptionSpec option) {
    return environment.value(OptionNames.of(option)).isPresent();
  }
}
