package io.github.imagefeatures.cdk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Context values as they come: text from {@code -c name=value}, any JSON from {@code cdk.json}. An
 * empty text is the same as none, so that {@code -c images=} goes back to the default.
 */
final class ContextValues {
  private final Map<String, Object> values;

  ContextValues(Map<String, ?> values) {
    this.values = new TreeMap<>(values);
  }

  Optional<String> text(String name) {
    Object value = values.get(name);
    if (value == null || value.toString().isEmpty()) {
      return Optional.empty();
    }
    if (value instanceof Map || value instanceof List) {
      throw wrong(name, value, "one text");
    }
    return Optional.of(value.toString());
  }

  Optional<String> text(String name, Pattern allowed, String range) {
    Optional<String> value = text(name);
    if (value.isPresent() && !allowed.matcher(value.get()).matches()) {
      throw wrong(name, value.get(), range);
    }
    return value;
  }

  String oneOf(String name, String byDefault, String... allowed) {
    String value = text(name).orElse(byDefault);
    if (!Arrays.asList(allowed).contains(value)) {
      throw wrong(name, value, String.join(" or ", allowed));
    }
    return value;
  }

  boolean flag(String name, boolean byDefault) {
    return oneOf(name, Boolean.toString(byDefault), "true", "false").equals("true");
  }

  int number(String name, int byDefault, int smallest, int largest) {
    return number(name, smallest, largest).orElse(byDefault);
  }

  Optional<Integer> number(String name, int smallest, int largest) {
    return text(name)
        .map(
            value -> {
              String range =
                  String.format(Locale.ROOT, "an integer from %d to %d", smallest, largest);
              try {
                int number = Integer.parseInt(value);
                if (number >= smallest && number <= largest) {
                  return number;
                }
              } catch (NumberFormatException e) {
                throw wrong(name, value, range);
              }
              throw wrong(name, value, range);
            });
  }

  /** A list in {@code cdk.json}, or names with commas between them. */
  List<String> list(String name, String byDefault) {
    Object value = values.get(name);
    if (value instanceof List<?> list) {
      return list.stream().map(Object::toString).toList();
    }
    List<String> parts = new ArrayList<>();
    for (String part : text(name).orElse(byDefault).split(",", -1)) {
      parts.add(part.strip());
    }
    return parts;
  }

  Map<String, String> map(String name) {
    Object value = values.get(name);
    if (value == null || value.toString().isEmpty()) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(
          name, value, "an object of names and texts in cdk.json, such as {\"team\": \"x\"}");
    }
    Map<String, String> texts = new TreeMap<>();
    map.forEach((key, text) -> texts.put(key.toString(), String.valueOf(text)));
    return texts;
  }

  Iterable<String> names() {
    return values.keySet();
  }

  static SettingsException wrong(String name, Object value, String range) {
    return new SettingsException("IF-CDK-01", "%s is %s, not '%s'.".formatted(name, range, value));
  }
}
