package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The yardsticks in Python.
 *
 * @param pyspark Python of the venv that has {@code bench/requirements-pyspark.txt}
 * @param onnx Python of the venv that has {@code bench/requirements-onnx.txt}
 * @param scripts folder of the yardsticks
 */
record Peers(Path pyspark, Path onnx, Path scripts) {
  private static final String ONNX_MODEL = "mobilenet_v2_features.onnx";

  /** In a sentence of the one, in the JSON of the other: a stage and its seconds. */
  private static final Pattern STAGE =
      Pattern.compile(
          "\\b(setup|featurize|pca_fit|pca_refit_write|pca|write)(?:_s\":)? ([0-9]+\\.[0-9]+)");

  Peers {
    for (Path file : List.of(pyspark, onnx, scripts.resolve(ONNX_MODEL))) {
      if (!Files.exists(file)) {
        throw new IllegalArgumentException(
            "The yardsticks need %s, which is not there: leave PEER=1 out.".formatted(file));
      }
    }
  }

  /** Those of a checkout, as the makefile sets them up. */
  static Peers of(Path home) {
    Path venvs = home.resolve("bench/.venv");
    return new Peers(
        venvs.resolve("pyspark/bin/python"),
        venvs.resolve("onnx/bin/python"),
        home.resolve("../shared/peer").normalize());
  }

  /** What the venvs of a checkout have in them. */
  static List<Path> requirements(Path home) {
    return List.of(
        home.resolve("bench/requirements-pyspark.txt"),
        home.resolve("bench/requirements-onnx.txt"));
  }

  /** The usual pipeline: PySpark, Keras, MLlib. */
  Command.Finished pysparkKeras(Path images, String weights, Path out, Path log)
      throws IOException {
    return python(
            pyspark,
            log,
            "pyspark_keras_pipeline.py",
            images.toString(),
            weights,
            out.toString(),
            "--pca",
            "--master",
            "local[" + Sitting.CORES + "]")
        .run();
  }

  /** The strongest script of one machine: Pillow, ONNX Runtime, numpy. */
  Command.Finished onnxScript(Path images, Path out, Path log) throws IOException {
    return python(onnx, log, "onnx_script.py", images.toString(), out.toString()).run();
  }

  /** The forward pass alone, with the yardsticks' file of the network. */
  Command.Finished onnxForward(Path script, List<String> arguments, Path log) throws IOException {
    List<String> all = new ArrayList<>(List.of(onnxModel().toString()));
    all.addAll(arguments);
    return onnx(script, all, log);
  }

  /** A script of ours, by the Python that has ONNX Runtime. */
  Command.Finished onnx(Path script, List<String> arguments, Path log) throws IOException {
    return python(onnx, log, script.toString(), arguments.toArray(String[]::new)).run();
  }

  /** The yardsticks' file of the network. */
  Path onnxModel() {
    return scripts.resolve(ONNX_MODEL);
  }

  /**
   * Seconds of each stage of a whole run.
   *
   * @param output what a yardstick has printed
   */
  static Map<String, Double> stages(String output) {
    Map<String, Double> stages = new LinkedHashMap<>();
    STAGE
        .matcher(output)
        .results()
        .forEach(stage -> stages.put(stage.group(1), Double.valueOf(stage.group(2))));
    return stages;
  }

  private Command python(Path python, Path log, String script, String... arguments) {
    List<String> line =
        new ArrayList<>(List.of(python.toString(), scripts.resolve(script).toString()));
    line.addAll(List.of(arguments));
    return new Command(log, line).with("PYSPARK_PYTHON", python.toString());
  }
}
