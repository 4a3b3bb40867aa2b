package io.github.imagefeatures.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Networks from ONNX files: featurizing in whole runs, against a script. */
final class OtherNetworks implements Benchmark {
  private static final String BY_TENSORFLOW = "the default network, by TensorFlow";
  private static final String BY_ONNX = "the default network, by ONNX Runtime";
  private static final String ENGINE = "IMAGE_FEATURES_ENGINE";
  private static final String SCRIPT = "onnx_network.py";

  /** Those that are drawn, with what is wanted of them. */
  private static final List<String> DRAWN = List.of("resnet50", "vit_s16");

  private static final String WANTED = "at least 0.95";

  @Override
  public String name() {
    return "network";
  }

  @Override
  public String what() {
    return "Networks from ONNX files: featurizing in a whole run, against a script with Pillow and"
        + " ONNX Runtime. Those but MobileNetV2 have random weights.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    Map<String, Path> networks = new LinkedHashMap<>();
    if (sitting.peers().isPresent()) {
      networks.putAll(networks(sitting, sitting.peers().get()));
    } else {
      figures.note("PEER=1 brings the Python that writes the networks: skipped.");
    }
    int images =
        Math.min(sitting.effort().networkImages(), Math.toIntExact(sitting.images().count()));
    compareEngines(sitting, images, figures);
    for (Map.Entry<String, Path> network : networks.entrySet()) {
      compare(sitting, network.getKey(), network.getValue(), images, figures);
    }
  }

  private static void compareEngines(Sitting sitting, int images, Figures figures)
      throws IOException {
    Turns<Double> turns = sitting.turns();
    turns.side(BY_TENSORFLOW, () -> ours(sitting, Map.of(ENGINE, "tensorflow"), images));
    turns.side(BY_ONNX, () -> ours(sitting, Map.of(ENGINE, "onnxruntime"), images));
    Map<String, List<Double>> rates = turns.run();
    rates.forEach((side, each) -> figures.add(side, Figures.RATE, each));
    figures.addRatio(
        "the default network: speed by ONNX Runtime against TensorFlow",
        rates.get(BY_ONNX),
        rates.get(BY_TENSORFLOW),
        "");
  }

  private static void compare(
      Sitting sitting, String name, Path network, int images, Figures figures) throws IOException {
    Map<String, String> another =
        Map.of(TimedRun.NETWORK, network.toString(), "IMAGE_FEATURES_PREPROCESSING", "keras-torch");
    Turns<Double> turns = sitting.turns();
    turns.side(name, () -> ours(sitting, another, images));
    turns.side(SCRIPT, () -> theirs(sitting, sitting.peers().get(), network, images));
    Map<String, List<Double>> rates = turns.run();
    figures.add(name, Figures.RATE, rates.get(name));
    figures.add(name + ": " + SCRIPT, Figures.RATE, rates.get(SCRIPT));
    figures.addRatio(
        name + ": speed against " + SCRIPT,
        rates.get(name),
        rates.get(SCRIPT),
        DRAWN.contains(name) ? WANTED : "");
  }

  private static Map<String, Path> networks(Sitting sitting, Peers peers) throws IOException {
    Path folder = sitting.emptyFolder("networks");
    Map<String, Path> networks = new LinkedHashMap<>();
    networks.put("mobilenet_v2 as ONNX", peers.onnxModel());
    for (String name : DRAWN) {
      Path file = folder.resolve(name + ".onnx");
      peers.onnx(
          sitting.home().resolve("bench/random_networks.py"),
          List.of(name, file.toString()),
          sitting.log("random_networks.py"));
      networks.put(name, file);
    }
    return networks;
  }

  private static double ours(Sitting sitting, Map<String, String> network, int images)
      throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(network);
    variables.put("IMAGE_FEATURES_MASTER", "local[" + Sitting.CORES + "]");
    variables.put("IMAGE_FEATURES_LIMIT", String.valueOf(images));
    variables.put("IMAGE_FEATURES_FEATURES_ONLY", "true");
    variables.put("IMAGE_FEATURES_NEIGHBOURS", "0");
    return TimedRun.ofJob(sitting, sitting.images().folder(), variables).imagesPerSecond();
  }

  private static double theirs(Sitting sitting, Peers peers, Path network, int images)
      throws IOException {
    Command.Finished finished =
        peers.onnx(
            sitting.home().resolve("bench/" + SCRIPT),
            List.of(
                network.toString(),
                sitting.images().folder().toString(),
                String.valueOf(images),
                String.valueOf(Sitting.CORES)),
            sitting.log(SCRIPT));
    return new ObjectMapper()
        .readTree(finished.lastJson())
        .path("images_per_second")
        .requireNonNull()
        .asDouble();
  }
}
