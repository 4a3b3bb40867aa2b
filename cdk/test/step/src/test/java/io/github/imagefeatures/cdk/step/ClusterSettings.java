package io.github.imagefeatures.cdk.step;

import io.github.imagefeatures.cdk.step.DeployedRun.BootstrapAction;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The cluster's properties: EMR's own, on top of them those of the template, on top of them what
 * this machine must have otherwise. The two files among the resources give the reasons.
 */
final class ClusterSettings {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final String NODE = "node/";

  private final Map<String, String> variables;

  /** A node's folder to the one that stands for it here. */
  private final Map<String, String> nodeFolders = new TreeMap<>();

  /** As in the files: {@code CLASSIFICATION/PROPERTY} to value. */
  private final Map<String, String> properties = new TreeMap<>();

  /**
   * @param variables what <code>${name}</code> stands for in the files, beside properties
   */
  ClusterSettings(DeployedRun run, Map<String, String> variables) throws IOException {
    this.variables = variables;
    Map<String, String> laptop = read("/laptop.properties");
    laptop.forEach(
        (name, value) -> {
          if (name.startsWith(NODE)) {
            nodeFolders.put(name.substring(NODE.length()), filledIn(value));
          }
        });
    properties.putAll(read("/emr.properties"));
    run.configurations()
        .forEach(
            (of, all) ->
                all.forEach(
                    (name, value) -> properties.put(of + "/" + name, onThisMachine(value))));
    laptop.forEach((name, value) -> properties.put(name, filledIn(value)));
  }

  /** The properties of a classification, such as {@code yarn-site}. */
  Map<String, String> of(String classification) {
    String prefix = classification + "/";
    Map<String, String> found = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** A text of the template, with this machine's folders in the place of a node's. */
  String onThisMachine(String text) {
    String here = text;
    for (Map.Entry<String, String> folder : nodeFolders.entrySet()) {
      here = here.replace(folder.getKey(), folder.getValue());
    }
    return here;
  }

  /** What a bootstrap action is told here after what the template tells it. */
  List<String> moreArguments(BootstrapAction action) {
    String more = of("bootstrap-action").get(action.name());
    return more == null ? List.of() : List.of(more.split(" "));
  }

  private static Map<String, String> read(String resource) throws IOException {
    Properties file = new Properties();
    try (Reader reader =
        new InputStreamReader(
            ClusterSettings.class.getResourceAsStream(resource), StandardCharsets.UTF_8)) {
      file.load(reader);
    }
    Map<String, String> read = new TreeMap<>();
    file.forEach((name, value) -> read.put(name.toString(), value.toString()));
    return read;
  }

  private String filledIn(String value) {
    return VARIABLE
        .matcher(value)
        .replaceAll(
            found -> {
              String name = found.group(1);
              return variables.containsKey(name) ? variables.get(name) : properties.get(name);
            });
  }
}
