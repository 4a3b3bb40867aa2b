package io.github.imagefeatures.cdk.step;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a deployed run's template says of its cluster, every reference resolved; made by {@code
 * resolve.py}.
 *
 * @param arguments of the step, from {@code spark-submit} on
 * @param configurations EMR's classifications to their properties
 * @param bootstrapActions in their order
 * @param runFolder where the run's results are, {@code s3://...}
 */
record DeployedRun(
    List<String> arguments,
    Map<String, Map<String, String>> configurations,
    List<BootstrapAction> bootstrapActions,
    String runFolder) {

  /**
   * @param script its address, {@code s3://...}
   */
  record BootstrapAction(String name, String script, List<String> arguments) {}

  static DeployedRun read(Path file) throws IOException {
    return new ObjectMapper().readValue(file.toFile(), DeployedRun.class);
  }

  /**
   * The same run under another name, of images on a file system that throws a NullPointerException.
   *
   * @param classes a folder of this machine for the file system's class
   */
  DeployedRun withABugInItsDriver(Path classes) throws IOException {
    Class<?> bug = NullPointerFileSystem.class;
    Path file = classes.resolve(bug.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    try (InputStream compiled = bug.getResourceAsStream(file.getFileName().toString())) {
      Files.copy(compiled, file);
    }
    DeployedRun renamed = as("planted", "images", "planted://host/images");
    List<String> planted = new ArrayList<>(renamed.arguments());
    planted.addAll(
        1,
        List.of(
            "--conf=spark.driver.extraClassPath=" + classes,
            "--conf=spark.hadoop.fs.planted.impl=" + bug.getName()));
    return new DeployedRun(planted, configurations, bootstrapActions, renamed.runFolder());
  }

  /** The same run under another name, with another value of one of the job's options. */
  DeployedRun as(String runId, String option, String value) {
    Map<String, String> others = Map.of("--run-id=", runId, "--" + option + "=", value);
    List<String> changed = new ArrayList<>(arguments);
    others.forEach(
        (prefix, other) ->
            changed.replaceAll(each -> each.startsWith(prefix) ? prefix + other : each));
    return new DeployedRun(
        changed, configurations, bootstrapActions, option("output") + "/runs/" + runId);
  }

  /** The same step with more options. */
  DeployedRun with(String... options) {
    List<String> more = new ArrayList<>(arguments);
    more.addAll(List.of(options));
    return new DeployedRun(more, configurations, bootstrapActions, runFolder);
  }

  /** The value of one of the job's options. */
  String option(String name) {
    String prefix = "--" + name + "=";
    return arguments.stream()
        .filter(each -> each.startsWith(prefix))
        .findFirst()
        .orElseThrow()
        .substring(prefix.length());
  }

  /** The job's JAR, {@code s3://...}. */
  String jar() {
    return arguments.stream().filter(each -> each.endsWith(".jar")).findFirst().orElseThrow();
  }
}
