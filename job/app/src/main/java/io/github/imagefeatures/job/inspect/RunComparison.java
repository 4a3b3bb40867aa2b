package io.github.imagefeatures.job.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * How two complete runs differ: every field of their manifests that is not the same, and the images
 * that only one of them has, and how far the second's have drifted from the first's.
 *
 * @param first folder of the one
 * @param second folder of the other
 * @param differences by the field's path in the manifest, such as {@code reduction.components}
 * @param images null where the runs' images are the same by their manifests' digest
 * @param drift of the second run's images against the first's
 */
public record RunComparison(
    String first,
    String second,
    Map<String, Difference> differences,
    ImageDifference images,
    Drift drift) {

  /** Fields that always differ and say nothing about the results. */
  private static final List<String> INCIDENTAL =
      List.of("run_id", "started", "ended", "input.digest");

  /**
   * @param first value in the first run; null when it has none
   * @param second value in the second run; null when it has none
   */
  public record Difference(JsonNode first, JsonNode second) {}

  /**
   * Compares two runs, each given by its name or by its folder.
   *
   * @param first name or folder
   * @param second name or folder
   * @param output where the runs are that are given by their names
   * @param hadoop finds file systems
   * @param spark asked for only when their images or errors must be read
   * @return their differences
   * @throws OutputException when one of them is not there or not complete
   */
  public static RunComparison between(
      String first,
      String second,
      Optional<String> output,
      Configuration hadoop,
      Supplier<SparkSession> spark) {
    CompletedRun one = CompletedRun.named(first, output, hadoop);
    CompletedRun other = CompletedRun.named(second, output, hadoop);
    boolean same = one.manifest().input().digest().equals(other.manifest().input().digest());
    return new RunComparison(
        one.folder().toString(),
        other.folder().toString(),
        differences(one.manifest(), other.manifest()),
        same ? null : ImageDifference.between(one, other, spark.get()),
        Drift.between(one, other, hadoop, spark));
  }

  private static Map<String, Difference> differences(Manifest first, Manifest second) {
    Map<String, JsonNode> left = fields(first);
    Map<String, JsonNode> right = fields(second);
    Map<String, Difference> differences = new LinkedHashMap<>();
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
    return differences;
  }

  private static Map<String, JsonNode> fields(Manifest manifest) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    addFields("", Json.tree(manifest), fields);
    INCIDENTAL.forEach(fields::remove);
    fields.keySet().removeIf(name -> name.startsWith("folders."));
    return fields;
  }

  private static void addFields(String prefix, JsonNode node, Map<String, JsonNode> fields) {
    node.fields()
        .forEachRemaining(
            field -> {
              String name = prefix + field.getKey();
              JsonNode value = field.getValue();
              if (value.isObject()) {
                addFields(name + ".", value, fields);
              } else if (value.isArray() && value.path(0).isObject()) {
                value.forEach(
                    element ->
                        addFields("%s[%s].".formatted(name, identity(element)), element, fields));
              } else {
                fields.put(name, value);
              }
            });
  }

  /**
   * What tells an element of a list from the others: its words and counts, not what was measured.
   */
  private static String identity(JsonNode element) {
    List<String> words = new ArrayList<>();
    element
        .elements()
        .forEachRemaining(
            value -> {
              if (value.isTextual() || value.isIntegralNumber()) {
                words.add(value.asText());
              }
            });
    return String.join(" ", words);
  }
}
