package io.github.imagefeatures.network.mobilenet;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads a Keras Applications HDF5 weights file of MobileNetV2, with or without its classifier.
 *
 * <p>The file's own attributes lead: {@code layer_names} on the root (or on {@code model_weights}
 * in a whole saved model) lists the layers, {@code weight_names} on each layer's group lists its
 * datasets. A layer the network does not need is ignored.
 *
 * <p>What Keras 3 writes ({@code NAME.weights.h5}, and the {@code model.weights.h5} within {@code
 * NAME.keras}) has no names of layers: {@code layers/conv2d_2/vars/0} is the first weight of the
 * third layer of the class Conv2D, in the order of the model.
 */
final class KerasWeightsReader {
  /** No weights file is larger; the one with its classifier has 14.5 MB. */
  static final int MAX_BYTES = 200 << 20;

  /** A normalisation's weights, in the order in which Keras 3 numbers them. */
  private static final List<String> NORM_WEIGHTS =
      List.of("gamma", "beta", "moving_mean", "moving_variance");

  private final Group root;
  private final Set<String> layers;

  /** The groups of the network's layers in a file of Keras 3, by layer; empty for other files. */
  private final Map<String, String> numbered;

  private KerasWeightsReader(Group root, boolean isNumbered) {
    this.root = root;
    this.numbered = isNumbered ? numbered() : Map.of();
    this.layers = isNumbered ? Set.of() : new HashSet<>(strings(root, "layer_names"));
  }

  private static Map<String, String> numbered() {
    Map<String, String> groups = new HashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      groups.put(spec.layer(), next(spec.depthwise() ? "depthwise_conv2d" : "conv2d", seen));
      groups.put(spec.normLayer(), next("batch_normalization", seen));
    }
    return groups;
  }

  private static String next(String layerClass, Map<String, Integer> seen) {
    int number = seen.merge(layerClass, 1, Integer::sum) - 1;
    return number == 0 ? layerClass : layerClass + "_" + number;
  }

  /**
   * @param content the whole file
   * @param id what to call the weights, the file's sha256
   * @return the weights with batch normalisation folded in
   * @throws WeightsException when the content is not an HDF5 file, is cut short, misses a layer or
   *     weight, or holds one of another shape
   */
  static FoldedWeights read(byte[] content, String id) {
    try (HdfFile file = HdfFile.fromBytes(isZip(content) ? weightsIn(content) : content)) {
      if (file.getChildren().get("layers") instanceof Group layers) {
        return new KerasWeightsReader(layers, true).weights(id);
      }
      Node saved = file.getChildren().get("model_weights");
      return new KerasWeightsReader(saved instanceof Group group ? group : file, false).weights(id);
    } catch (WeightsException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // jHDF reports damage by whatever its parsing ran into: HdfException, buffer underflow, cast,
      // no room for the array that a header asks for, groups within themselves.
      throw new WeightsException(
          FailureId.WEIGHTS_NOT_HDF5,
          "The weights file cannot be read as HDF5: it is damaged, cut short or of another kind."
              + " Fetch it again, or name another one with --model.",
          e);
    }
  }

  private static boolean isZip(byte[] content) {
    return content.length > 4 && content[0] == 'P' && content[1] == 'K' && content[2] == 3;
  }

  /** Of a model in the format of Keras 3, {@code NAME.keras}. */
  private static byte[] weightsIn(byte[] archive) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("model.weights.h5")) {
          return zip.readNBytes(MAX_BYTES);
        }
      }
    }
    throw notMobileNetV2("it is an archive without a model.weights.h5");
  }

  private FoldedWeights weights(String id) {
    Map<String, FoldedConvolution> byLayer = new HashMap<>();
    for (ConvolutionSpec spec : MobileNetV2.convolutions()) {
      byLayer.put(spec.layer(), convolution(spec));
    }
    return new FoldedWeights(id, byLayer);
  }

  private FoldedConvolution convolution(ConvolutionSpec spec) {
    int[] shape = spec.kernelShape();
    float[] kernel = values(spec.layer(), shape, spec.kind().weightNames());
    return norm(spec.normLayer(), spec.outputs()).fold(new Kernel(shape, kernel));
  }

  private BatchNorm norm(String layer, int channels) {
    float[] variance = vector(layer, "moving_variance", channels);
    for (float value : variance) {
      if (value < 0) {
        throw notMobileNetV2("'moving_variance' of layer '%s' is negative".formatted(layer));
      }
    }
    return new BatchNorm(
        vector(layer, "gamma", channels),
        vector(layer, "beta", channels),
        vector(layer, "moving_mean", channels),
        variance);
  }

  private float[] vector(String layer, String weight, int channels) {
    return values(layer, new int[] {channels}, List.of(weight));
  }

  private float[] values(String layer, int[] shape, List<String> names) {
    String weight = names.get(0);
    Dataset dataset = dataset(layer, names);
    if (!Arrays.equals(dataset.getDimensions(), shape)) {
      throw notMobileNetV2(
          "'%s' of layer '%s' has shape %s where %s is expected"
              .formatted(
                  weight, layer, Arrays.toString(dataset.getDimensions()), Arrays.toString(shape)));
    }
    if (!(dataset.getDataFlat() instanceof float[] values)) {
      throw notMobileNetV2("'%s' of layer '%s' is not float32".formatted(weight, layer));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw notMobileNetV2(
            "'%s' of layer '%s' holds a number that is not finite".formatted(weight, layer));
      }
    }
    return values;
  }

  private Dataset dataset(String layer, List<String> weightNames) {
    if (numbered.containsKey(layer)) {
      int number = Math.max(0, NORM_WEIGHTS.indexOf(weightNames.get(0)));
      return datasetAt(root, numbered.get(layer) + "/vars/" + number, layer);
    }
    if (!layers.contains(layer) || !(root.getChildren().get(layer) instanceof Group group)) {
      throw notMobileNetV2("layer '%s' is missing".formatted(layer));
    }
    // A weight is called "Conv1/kernel:0" by older versions of Keras, "Conv1/kernel" by newer ones.
    for (String name : strings(group, "weight_names")) {
      String last = name.substring(name.lastIndexOf('/') + 1);
      if (weightNames.contains(last.endsWith(":0") ? last.substring(0, last.length() - 2) : last)) {
        return datasetAt(group, name, layer);
      }
    }
    throw notMobileNetV2("layer '%s' has no '%s'".formatted(layer, weightNames.get(0)));
  }

  /** Without following links, which may lead in circles or to other files. */
  private static Dataset datasetAt(Group group, String path, String layer) {
    Node node = group;
    for (String name : path.split("/")) {
      node = node instanceof Group parent ? parent.getChildren().get(name) : null;
    }
    if (node instanceof Dataset dataset) {
      return dataset;
    }
    throw notMobileNetV2("layer '%s' has no dataset '%s'".formatted(layer, path));
  }

  private static List<String> strings(Group group, String name) {
    Attribute attribute = group.getAttributes().get(name);
    if (attribute == null) {
      throw notMobileNetV2(
          "the attribute '%s' of '%s' is missing".formatted(name, group.getPath()));
    }
    // A layer without weights has an empty list, which h5py writes as one of no numbers.
    return attribute.getData() instanceof Object[] strings
        ? Arrays.stream(strings).map(Object::toString).toList()
        : List.of();
  }

  private static WeightsException notMobileNetV2(String what) {
    return new WeightsException(
        FailureId.WEIGHTS_OF_ANOTHER_NETWORK,
        "The weights file is not Keras Applications' MobileNetV2 (alpha 1.0, 224): %s."
                .formatted(what)
            + " Name the right file with --model, or leave --model out.");
  }
}
