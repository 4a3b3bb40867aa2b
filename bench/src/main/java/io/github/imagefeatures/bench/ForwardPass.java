package io.github.imagefeatures.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The forward pass alone against ONNX Runtime with the same weights. */
final class ForwardPass implements Benchmark {
  private static final String BY_TENSORFLOW = "FeatureExtractor by TensorFlow";
  private static final String BY_ONNX = "FeatureExtractor by ONNX Runtime";
  private static final String THEIRS = "onnx_forward.py";

  @Override
  public String name() {
    return "forward";
  }

  @Override
  public String what() {
    return "The model alone, two callers of one thread each: ours with the job's batches, a"
        + " script with ONNX Runtime with one image a call, its best.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    int images = sitting.effort().forwardPasses();
    Weights weights = sitting.weights();
    try (ModelCallers byTensorFlow = new ModelCallers(weights.loaded().on(Engine.TENSORFLOW));
        ModelCallers byOnnx = new ModelCallers(weights.loaded().on(Engine.ONNXRUNTIME))) {
      Turns<Double> turns = sitting.turns();
      turns.side(BY_TENSORFLOW, () -> byTensorFlow.imagesPerSecond(images));
      turns.side(BY_ONNX, () -> byOnnx.imagesPerSecond(images));
      Path folder = sitting.emptyFolder("peer");
      Path inputs = folder.resolve("inputs.f32");
      if (sitting.peers().isPresent()) {
        write(inputs, ModelCallers.inputs());
        Peers peers = sitting.peers().get();
        turns.side(THEIRS, () -> onnx(sitting, peers, inputs));
      }
      Map<String, List<Double>> rates = turns.run();
      rates.forEach((side, each) -> figures.add(side, Figures.RATE, each));
      figures.addRatio(
          "speed by ONNX Runtime against TensorFlow",
          rates.get(BY_ONNX),
          rates.get(BY_TENSORFLOW),
          "");
      if (rates.containsKey(THEIRS)) {
        figures.addRatio(
            "speed by TensorFlow against " + THEIRS,
            rates.get(BY_TENSORFLOW),
            rates.get(THEIRS),
            "at least 0.85");
        figures.addRatio(
            "speed by ONNX Runtime against " + THEIRS,
            rates.get(BY_ONNX),
            rates.get(THEIRS),
            "at least 1.0; 0.95 without AVX-512");
        double difference =
            largestDifference(
                byTensorFlow.features(ModelCallers.inputs()), read(featuresOf(inputs)));
        figures.add("largest difference of a feature", "", List.of(difference));
      }
    }
  }

  private static double onnx(Sitting sitting, Peers peers, Path inputs) throws IOException {
    Command.Finished finished =
        peers.onnxForward(
            sitting.home().resolve("bench/onnx_forward.py"),
            List.of(
                inputs.toString(),
                featuresOf(inputs).toString(),
                String.valueOf(Sitting.CORES),
                String.valueOf(sitting.effort().forwardPasses())),
            sitting.log("onnx_forward.py"));
    return new ObjectMapper()
        .readTree(finished.lastJson())
        .path("images_per_second")
        .requireNonNull()
        .asDouble();
  }

  private static Path featuresOf(Path inputs) {
    return inputs.resolveSibling("features.f32");
  }

  private static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void write(Path file, float[][] images) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(images.length * images[0].length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] image : images) {
      for (float value : image) {
        bytes.putFloat(value);
      }
    }
    Files.write(file, bytes.array());
  }

  private static double largestDifference(float[][] ours, ByteBuffer theirs) {
    double largest = 0;
    for (float[] features : ours) {
      for (float feature : features) {
        largest = Math.max(largest, Math.abs(feature - theirs.getFloat()));
      }
    }
    return largest;
  }
}
