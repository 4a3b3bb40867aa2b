package io.github.imagefeatures.network.mobilenet;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A weights file as Keras lays it out, with seeded random numbers, open to any damage before it is
 * written.
 */
public final class WeightsFile {
  /** Layer to weight to its numbers, as nested arrays; the layer's own list follows these names. */
  final Map<String, Map<String, Object>> layers = new LinkedHashMap<>();

  /** What {@code layer_names} says beyond the layers above. */
  final Set<String> listedOnly = new LinkedHashSet<>();

  /** Layer to weights that its {@code weight_names} says beyond those above. */
  final Map<String, String> weightListedOnly = new LinkedHashMap<>();

  /** Layers, or "" for the root, that have no list. */
  final Set<String> withoutList = new LinkedHashSet<>();

  private final Random random;

  private WeightsFile(long seed) {
    random = new Random(seed);
    layers.put("input_1", Map.of());
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      add(spec);
    }
  }

  /** One that reads well. */
  public static WeightsFile random(long seed) {
    return new WeightsFile(seed);
  }

  /** With the classifier that the with-top file has. */
  WeightsFile withTop() {
    Map<String, Object> classifier = new LinkedHashMap<>();
    classifier.put("kernel:0", new float[MobileNetV2.FEATURES][1000]);
    classifier.put("bias:0", new float[1000]);
    layers.put("global_average_pooling2d_1", Map.of());
    layers.put("Logits", classifier);
    return this;
  }

  /** With the names of Keras 3: without ":0", and a depthwise kernel called kernel. */
  WeightsFile withKeras3Names() {
    layers.replaceAll(
        (layer, weights) -> {
          Map<String, Object> renamed = new LinkedHashMap<>();
          weights.forEach(
              (name, values) ->
                  renamed.put(
                      name.replace(":0", "").replace("depthwise_kernel", "kernel"), values));
          return renamed;
        });
    return this;
  }

  /**
   * The same numbers as Keras 3 writes them, without names: layers by class and number, weights by
   * number.
   */
  byte[] bytesOfKeras3() {
    try {
      Path file = Files.createTempFile("model", ".weights.h5");
      try {
        try (WritableHdfFile hdf = HdfFile.write(file)) {
          WritableGroup root = hdf.putGroup("layers");
          Map<String, Integer> seen = new HashMap<>();
          for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
            put(root, spec.depthwise() ? "depthwise_conv2d" : "conv2d", spec.layer(), seen);
            put(root, "batch_normalization", spec.normLayer(), seen);
          }
        }
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(WritableGroup root, String layerClass, String layer, Map<String, Integer> seen) {
    int number = seen.merge(layerClass, 1, Integer::sum) - 1;
    WritableGroup group = root.putGroup(number == 0 ? layerClass : layerClass + "_" + number);
    WritableGroup vars = group.putGroup("vars");
    int index = 0;
    for (Object values : layers.get(layer).values()) {
      vars.putDataset(String.valueOf(index++), values);
    }
  }

  /** The numbers of a weight, to be looked at or changed. */
  Object values(String layer, String weight) {
    return layers.get(layer).get(weight);
  }

  void replace(String layer, String weight, Object values) {
    layers.get(layer).put(weight, values);
  }

  /** The file. */
  public byte[] bytes() {
    return bytes("");
  }

  /**
   * @param group where the layers lie: "" for the root, {@code model_weights} in a saved model
   */
  byte[] bytes(String group) {
    try {
      Path file = Files.createTempFile("weights", ".h5");
      try {
        write(file, group);
        return Files.readAllBytes(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path file, String groupName) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      WritableGroup root = groupName.isEmpty() ? hdf : hdf.putGroup(groupName);
      Set<String> names = new LinkedHashSet<>(layers.keySet());
      names.addAll(listedOnly);
      putList(root, "", "layer_names", names);
      layers.forEach((layer, weights) -> putLayer(root.putGroup(layer), layer, weights));
    }
  }

  private void putLayer(WritableGroup group, String layer, Map<String, Object> weights) {
    Set<String> names = new LinkedHashSet<>();
    weights.keySet().forEach(name -> names.add(layer + "/" + name));
    if (weightListedOnly.containsKey(layer)) {
      names.add(layer + "/" + weightListedOnly.get(layer));
    }
    putList(group, layer, "weight_names", names);
    WritableGroup inner = group.putGroup(layer);
    weights.forEach(inner::putDataset);
  }

  private void putList(WritableGroup group, String layer, String name, Set<String> values) {
    if (!withoutList.contains(layer)) {
      group.putAttribute(name, values.isEmpty() ? new double[] {0} : values.toArray(String[]::new));
    }
  }

  private void add(ConvolutionSpec spec) {
    int[] s = spec.kernelShape();
    double deviation = Math.sqrt(2.0 / (s[0] * s[1] * (spec.depthwise() ? 1 : s[2])));
    float[][][][] kernel = new float[s[0]][s[1]][s[2]][];
    for (float[][][] row : kernel) {
      for (float[][] pixel : row) {
        for (int c = 0; c < pixel.length; c++) {
          pixel[c] = vector(s[3], 0, deviation);
        }
      }
    }
    layers.put(spec.layer(), new LinkedHashMap<>(Map.of(kernelName(spec), kernel)));
    Map<String, Object> norm = new LinkedHashMap<>();
    norm.put("gamma:0", vector(spec.outputs(), 1, 0.1));
    norm.put("beta:0", vector(spec.outputs(), 0, 0.1));
    norm.put("moving_mean:0", vector(spec.outputs(), 0, 0.1));
    float[] variance = vector(spec.outputs(), 1, 0.3);
    for (int c = 0; c < variance.length; c++) {
      variance[c] = Math.abs(variance[c]);
    }
    norm.put("moving_variance:0", variance);
    layers.put(spec.normLayer(), norm);
    layers.put(spec.layer() + "_relu", Map.of());
  }

  static String kernelName(ConvolutionSpec spec) {
    return spec.depthwise() ? "depthwise_kernel:0" : "kernel:0";
  }

  private float[] vector(int length, double mean, double deviation) {
    float[] vector = new float[length];
    for (int i = 0; i < length; i++) {
      vector[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return vector;
  }
}
