package io.github.imagefeatures.job.model;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Keras Applications HDF5 weights file of MobileNetV2, with or without its classifier.
 *
 * <p>The file's own attributes lead: {@code layer_names} on the root (or on {@code model_weights}
 * in a whole saved model) lists the layers, {@code weight_names} on each layer's group lists its
 * datasets. A layer the network does not need is ignored.
 */
final class KerasWeightsReader {
  private final Group root;
  private final Set<String> layers;

  private KerasWeightsReader(Group root) {
    this.root = root;
    this.layers = new HashSet<>(strings(root, "layer_names"));
  }

  /**
   * @param content the whole file
   * @param id what to call the weights, the file's sha256
   * @return the weights with batch normalisation folded in
   * @throws ModelException when the content is no HDF5 file, is cut short, misses a layer or
   *     weight, or holds one of another shape
   */
  static FoldedWeights read(byte[] content, String id) {
    try (HdfFile file = HdfFile.fromBytes(content)) {
      Node saved = file.getChildren().get("model_weights");
      return new KerasWeightsReader(saved instanceof Group group ? group : file).weights(id);
    } catch (ModelException e) {
      throw e;
    } catch (RuntimeException e) {
      // jHDF reports damage by whatever its parsing ran into: HdfException, buffer underflow, cast.
      throw new ModelException(
          "The weights file cannot be read as HDF5: it is damaged, cut short or of another kind."
              + " Fetch it again, or name another one with --model.",
          e);
    }
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
    float[] kernel = values(spec.layer(), spec.kind().weightName(), shape);
    int[] channels = {spec.outputs()};
    BatchNorm norm =
        new BatchNorm(
            values(spec.normLayer(), "gamma", channels),
            values(spec.normLayer(), "beta", channels),
            values(spec.normLayer(), "moving_mean", channels),
            values(spec.normLayer(), "moving_variance", channels));
    return norm.fold(new Kernel(shape, kernel), spec.depthwise());
  }

  private float[] values(String layer, String weight, int[] shape) {
    Dataset dataset = dataset(layer, weight);
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

  private Dataset dataset(String layer, String weight) {
    if (!layers.contains(layer) || !(root.getChildren().get(layer) instanceof Group group)) {
      throw notMobileNetV2("layer '%s' is missing".formatted(layer));
    }
    // A weight is called "Conv1/kernel:0" by older versions of Keras, "Conv1/kernel" by newer ones.
    for (String name : strings(group, "weight_names")) {
      String last = name.substring(name.lastIndexOf('/') + 1);
      if (last.equals(weight) || last.equals(weight + ":0")) {
        return group.getDatasetByPath(name);
      }
    }
    throw notMobileNetV2("layer '%s' has no '%s'".formatted(layer, weight));
  }

  private static List<String> strings(Group group, String name) {
    Attribute attribute = group.getAttributes().get(name);
    if (attribute == null) {
      throw notMobileNetV2(
          "the attribute '%s' of '%s' is missing".formatted(name, group.getPath()));
    }
    if (attribute.isEmpty()) {
      return List.of();
    }
    List<String> strings = new ArrayList<>();
    for (Object value : (Object[]) attribute.getData()) {
      strings.add(value.toString());
    }
    return strings;
  }

  private static ModelException notMobileNetV2(String what) {
    return new ModelException(
        "The weights file is not Keras Applications' MobileNetV2 (alpha 1.0, 224): %s."
                .formatted(what)
            + " Name the right file with --model, or leave --model out.");
  }
}
