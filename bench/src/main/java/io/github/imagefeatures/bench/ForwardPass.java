package io.github.imagefeatures.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The forward pass alone against ONNX Runtime with the same weights. */
final class ForwardPass implements Benchmark {
  private static final String OURS = "FeatureExtractor";
  private static final String THEIRS = "ONNX Runtime";

  @Override
  public String name() {
    return "forward";
  }

  @Override
  public String what() {
    return "The model alone, two callers of one thread each: ours with the job's batches, ONNX"
        + " Runtime with one image a call, its best.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    int images = sitting.effort().forwardPasses();
    try (ModelCallers model = new ModelCallers(sitting.weights().loaded())) {
      Turns<Double> turns = sitting.turns();
      turns.side(OURS, () -> model.imagesPerSecond(images));
      Path folder = sitting.emptyFolder("peer");
      Path inputs = folder.resolve("inputs.f32");
      if (sitting.peers().isPresent()) {
        write(inputs, ModelCallers.inputs());
        Peers peers = sitting.peers().get();
        turns.side(THEIRS, () -> onnx(sitting, peers, inputs));
      }
      Map<String, List<Double>> rates = turns.run();
      figures.add(OURS, Figures.RATE, rates.get(OURS));
      if (rates.containsKey(THEIRS)) {
        figures.add(THEIRS, Figures.RATE, rates.get(THEIRS));
        figures.addRatio(
            "speed against ONNX Runtime", rates.get(OURS), rates.get(THEIRS), "at least 0.85");
        double difference =
            largestDifference(model.features(ModelCallers.inputs()), read(featuresOf(inputs)));
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
