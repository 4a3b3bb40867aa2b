package io.github.imagefeatures.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One whole run, of the job or of a yardstick, started as a user starts it.
 *
 * @param seconds from the shell's prompt to the exit
 * @param peakMebibytes the most mebibytes of resident memory
 * @param stages seconds of each stage, from the manifest or as a yardstick prints them
 * @param imagesPerSecond the images per second that pass the featurize stage, from the manifest; 0
 *     of a yardstick
 */
record TimedRun(
    double seconds, double peakMebibytes, Map<String, Double> stages, double imagesPerSecond) {
  /** The variable that names another network, which has weights of its own. */
  static final String NETWORK = "IMAGE_FEATURES_NETWORK";

  private static final List<String> BEFORE_FEATURES = List.of("starting", "listing", "weights");
  private static final List<String> AFTER_FEATURES =
      List.of("fitting", "projecting", "reporting", "publishing");

  /**
   * Runs the job.
   *
   * @param variables the variables of its environment
   */
  static TimedRun ofJob(Sitting sitting, Path images, Map<String, String> variables)
      throws IOException {
    Path output = sitting.emptyFolder("run");
    List<String> line = new ArrayList<>();
    line.add(sitting.home().resolve("job/bin/image-features").toString());
    line.addAll(List.of("run", "--run-id", "bench", "--quiet"));
    line.addAll(List.of("--images", images.toString(), "--output", output.toString()));
    if (!variables.containsKey(NETWORK)) {
      line.addAll(weights(sitting));
    }
    Command command = new Command(sitting.log("image-features"), line);
    sitting.effort().settings().forEach(command::with);
    variables.forEach(command::with);
    return read(command.run(), output.resolve("runs/bench/manifest.json"));
  }

  static TimedRun ofPeer(Command.Finished finished) {
    return new TimedRun(
        finished.seconds(), finished.peakMebibytes(), Peers.stages(finished.output()), 0);
  }

  private static List<String> weights(Sitting sitting) {
    return sitting.weights().provenance().trained()
        ? List.of("--model", sitting.weights().provenance().source())
        : List.of("--allow-untrained");
  }

  private static TimedRun read(Command.Finished finished, Path file) throws IOException {
    JsonNode manifest = new ObjectMapper().readTree(file.toFile());
    Map<String, Double> stages = new LinkedHashMap<>();
    manifest
        .path("seconds")
        .fields()
        .forEachRemaining(stage -> stages.put(stage.getKey(), stage.getValue().asDouble()));
    return new TimedRun(
        finished.seconds(),
        finished.peakMebibytes(),
        stages,
        required(manifest, "images_per_second"));
  }

  private static double required(JsonNode manifest, String field) throws IOException {
    if (!manifest.has(field)) {
      throw new IOException("manifest.json has no field '%s'.".formatted(field));
    }
    return manifest.path(field).asDouble();
  }

  /** From the start of the JVM to the featurize stage. */
  double startToFeatures() {
    return sum(BEFORE_FEATURES);
  }

  /** From the last image's features to the manifest. */
  double featuresToManifest() {
    return sum(AFTER_FEATURES);
  }

  /** What no stage accounts for: the launcher before the JVM, Spark's end after the manifest. */
  double outsideStages() {
    return seconds - stages.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private double sum(List<String> names) {
    return names.stream().mapToDouble(name -> stages.getOrDefault(name, 0.0)).sum();
  }
}
