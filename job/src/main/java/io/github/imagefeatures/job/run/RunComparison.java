package io.github.imagefeatures.job.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How two complete runs differ: every field of their manifests that is not the same, and the images
 * that only one of them has.
 *
 * @param first folder of the one
 * @param second folder of the other
 * @param differences by the field's path in the manifest, such as {@code reduction.components}
 * @param images null where the runs' images are the same by their manifests' digest
 */
public record RunComparison(
    String first, String second, Map<String, Difference> differences, ImageDifference images) {

  /** Fields that always differ and say nothing about the results. */
  private static final List<String> INCIDENTAL =
      List.of("run_id", "started", "ended", "input.digest");

  /**
   * @param first value in the first run; null when it has none
   * @param second value in the second run; null when it has none
   */
  public record Difference(JsonNode first, JsonNode second) {}

  static RunComparison of(CompletedRun first, CompletedRun second, ImageDifference images) {
    Map<String, Difference> differences = new LinkedHashMap<>();
    Map<String, JsonNode> left = fields(first.manifest());
    Map<String, JsonNode> right = fields(second.manifest());
    List<String> names = new ArrayList<>(left.keySet());
    new TreeSet<>(right.keySet())
        .stream().filter(name -> !left.containsKey(name)).forEach(names::add);
    for (String name : names) {
      JsonNode one = left.get(name);
      JsonNode other = right.get(name);
      if (one == null || !one.equals(other)) {
        differences.put(name, new Difference(one, other));
      }
    }
    return new RunComparison(
        first.folder().toString(), second.folder().toString(), differences, images);
  }

  private static Map<String, JsonNode> fields(Manifest manifest) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    addFields("", Json.tree(manifest), fields);
    INCIDENTAL.forEach(fields::remove);
    return fields;
  }

  private static void addFields(String prefix, JsonNode node, Map<String, JsonNode> fields) {
    node.fields()
        .forEachRemaining(
            field -> {
              String name = prefix + field.getKey();
              if (field.getValue().isObject()) {
                addFields(name + ".", field.getValue(), fields);
              } else {
                fields.put(name, field.getValue());
              }
            });
  }
}
