package io.github.imagefeatures.network.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.image.Resizing;
import io.github.imagefeatures.network.Network;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A network from an ONNX file, with the preprocessing that is part of it.
 *
 * @param name made of the file's content and of all that decides what its features are, so that
 *     networks that differ in any of it have different names
 * @param title the name of the file
 * @param input of one image
 * @param channels the order in which it reads them
 * @param signature which of its inputs and outputs
 * @param features numbers in one feature vector
 * @param featureError as {@link Network#featureError}
 */
public record OnnxNetwork(
    String name,
    String title,
    InputSpec input,
    ChannelOrder channels,
    OnnxSignature signature,
    int features,
    double featureError)
    implements Network, Serializable {

  /**
   * What becomes of an image before the network reads it, for people and for programs that do the
   * same.
   *
   * @return names and values, as in this program's own preprocessing files
   */
  public Map<String, Object> preprocessing() {
    return preprocessing(input, channels);
  }

  /** {@return {@link #preprocessing} as a file that {@link PreprocessingReader} reads} */
  public byte[] preprocessingFile() {
    try {
      return JsonMapper.builder().build().writeValueAsBytes(preprocessing());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names and numbers can be written", e);
    }
  }

  /** {@return the name of the output that has the features} */
  public String output() {
    return signature.output();
  }

  /** {@return what makes one vector of an image's tokens; empty where the output has one} */
  public Optional<Pooling> pooling() {
    return Optional.ofNullable(signature.pooling());
  }

  /** In this order, and each value with one text: the network's name is made of it. */
  static Map<String, Object> preprocessing(InputSpec input, ChannelOrder channels) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("size", new Preprocessing.Size(input.height(), input.width()));
    if (input.resizing() instanceof Resizing.CentreCrop crop) {
      all.put("resize", "shortest-edge");
      all.put("shortest_edge", crop.shortestEdge());
      all.put("crop_margin", crop.margin().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    } else {
      all.put("resize", "squash");
    }
    all.put("filter", input.filter().wireName());
    all.put("divisor", input.normalisation().divisor());
    all.put("mean", numbers(input.normalisation().mean()));
    all.put("deviation", numbers(input.normalisation().deviation()));
    all.put("channels", channels.wireName());
    return all;
  }

  private static List<Float> numbers(Channels channels) {
    return List.of(channels.red(), channels.green(), channels.blue());
  }
}
