package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.SettingsException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A properties file (Java's format, UTF-8) of options by their names without dashes: {@code
 * max-pixels = 1000000}. An empty value counts as absent.
 */
final class SettingsFile {
  /** What editors of Windows put first. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String name;
  private final Map<String, String> values;

  private SettingsFile(String name, Map<String, String> values) {
    this.name = name;
    this.values = values;
  }

  static SettingsFile none() {
    return new SettingsFile("", Map.of());
  }

  /**
   * Reads a file.
   *
   * @param folder what its name is relative to
   * @param name as it was given
   */
  static SettingsFile read(Path folder, String name) {
    OncePerName read = new OncePerName(name);
    try {
      String text = Files.readString(folder.resolve(name));
      read.load(new StringReader(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
    } catch (NoSuchFileException e) {
      throw new SettingsException(
          FailureId.NO_SETTINGS_FILE,
          "There is no settings file '%s': name another with --config, or leave it out."
              .formatted(name),
          e);
    } catch (CharacterCodingException e) {
      throw new SettingsException(
          FailureId.SETTINGS_NOT_UTF8,
          "The settings file '%s' is not UTF-8 text: save it as such.".formatted(name),
          e);
    } catch (IOException e) {
      throw new SettingsException(
          FailureId.SETTINGS_UNREADABLE,
          "The settings file '%s' cannot be read (%s): give this account permission to read it, or name another with --config."
              .formatted(name, e.getMessage()),
          e);
    } catch (IllegalArgumentException e) {
      throw new SettingsException(
          FailureId.SETTINGS_BACKSLASH,
          "The settings file '%s' has a backslash that begins no character (%s): write two where one is meant."
              .formatted(name, e.getMessage()),
          e);
    }
    return new SettingsFile(name, read.values);
  }

  String name() {
    return name;
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option)).filter(value -> !value.isEmpty());
  }

  /** Refuses a name that no option has: its value would be missed in silence. */
  void requireKnown(SortedSet<String> options) {
    for (String option : values.keySet()) {
      if (!options.contains(option) || option.equals("config")) {
        throw new SettingsException(
            FailureId.UNKNOWN_SETTING,
            "The settings file '%s' has '%s', which is not an option%s: correct or remove the line."
                .formatted(
                    name,
                    option,
                    SimilarName.to(option, options)
                        .map(" (did you mean '%s'?)"::formatted)
                        .orElse("")));
      }
    }
  }

  /** Refuses two lines with one name, of which Java's reader would silently take the later. */
  private static final class OncePerName extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> values = new TreeMap<>();
    private final String file;

    OncePerName(String file) {
      this.file = file;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      if (values.put((String) key, ((String) value).strip()) != null) {
        throw new SettingsException(
            FailureId.REPEATED_SETTING,
            "The settings file '%s' has '%s' twice: remove one of the lines.".formatted(file, key));
      }
      return null;
    }
  }
}
