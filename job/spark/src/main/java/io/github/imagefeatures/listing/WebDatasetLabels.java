package io.github.imagefeatures.listing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of a WebDataset's samples. A sample is the members of one key, the name up to its
 * first dot; beside {@code 0001.jpg} its class is the text of {@code 0001.cls}, or the text or
 * integer that {@code 0001.json} has as {@code cls}, {@code label} or {@code class}.
 */
final class WebDatasetLabels {

  private static final List<String> JSON_FIELDS = List.of("cls", "label", "class");
  private static final int LONGEST = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> fromText = new HashMap<>();
  private final Map<String, String> fromJson = new HashMap<>();
  private final Map<String, String> same = new HashMap<>();

  /**
   * Takes a member that may say a class; passes over all others.
   *
   * @param name the name of the member
   * @param size the size of the member, in bytes
   * @param content the member, read only if it may say a class
   */
  void offer(String name, long size, InputStream content) throws IOException {
    String kind = NameRules.lowerCase(name.substring(key(name).length()));
    if (size > LONGEST || name.contains("/")) {
      return;
    }
    if (kind.equals(".cls")) {
      put(fromText, name, firstLine(content.readAllBytes()));
    } else if (kind.equals(".json")) {
      put(fromJson, name, field(content.readAllBytes()));
    }
  }

  /** The class of the sample that an image belongs to; null when none is said. */
  String of(String image) {
    String key = key(image);
    String label = fromText.get(key);
    return label == null ? fromJson.get(key) : label;
  }

  /** One String per class, however many samples are of it. */
  private void put(Map<String, String> labels, String name, String label) {
    if (!label.isEmpty()) {
      labels.put(key(name), same.computeIfAbsent(label, first -> first));
    }
  }

  private static String key(String name) {
    int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static String firstLine(byte[] text) {
    // Editors of Windows put a byte order mark first.
    String line = new String(text, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    return line.strip().lines().findFirst().orElse("").strip();
  }

  private static String field(byte[] json) {
    try {
      JsonNode sample = JSON.readTree(json);
      for (String field : JSON_FIELDS) {
        JsonNode value = sample.path(field);
        if (value.isTextual() || value.isIntegralNumber()) {
          return value.asText().strip();
        }
      }
      return "";
    } catch (IOException malformed) {
      // Of bytes, so it is not a failure of the store; not all of Jackson's are JacksonExceptions.
      return "";
    }
  }
}
