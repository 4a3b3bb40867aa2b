package io.github.imagefeatures.network.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.InputSpec;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which of a file's inputs takes the images and which of its outputs gives the features.
 *
 * @param input its name
 * @param channelsFirst whether its dimensions are images, channels, rows, columns, and not images,
 *     rows, columns, channels
 * @param images how many it takes at once; 0 where any number
 * @param height rows; 0 where the file leaves them free
 * @param width columns; 0 where the file leaves them free
 * @param output the name of the output
 * @param pooling what makes one vector of an image's tokens; null where the output has one vector
 *     for each image
 */
record OnnxSignature(
    String input,
    boolean channelsFirst,
    int images,
    int height,
    int width,
    String output,
    Pooling pooling)
    implements Serializable {
  private static final long FREE = -1;
  private static final int IMAGE_RANK = 4;
  private static final int TOKEN_RANK = 3;

  /**
   * Reads it off a network.
   *
   * @param session the network
   * @param output the output to take; empty for the first of two dimensions
   * @param pooling of an output that has a vector for each token; empty where it has none
   * @throws WeightsException when the file has no such input or output; the sentence lists all
   */
  static OnnxSignature of(OrtSession session, Optional<String> output, Optional<Pooling> pooling)
      throws OrtException {
    Collection<NodeInfo> inputs = session.getInputInfo().values();
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    if (inputs.size() != 1 || !inputs.stream().allMatch(OnnxSignature::isImage)) {
      throw refused("it takes something other than one float32 image", session);
    }
    NodeInfo images = inputs.iterator().next();
    NodeInfo features =
        output.isPresent()
            ? outputs.get(output.get())
            : outputs.values().stream()
                .filter(each -> pooling.isPresent() ? isTokens(each) : isVectors(each))
                .findFirst()
                .orElse(null);
    requireFeatures(features, output, pooling, session);
    long[] shape = shape(images);
    boolean channelsFirst = shape[1] == InputSpec.CHANNELS || shape[3] != InputSpec.CHANNELS;
    return new OnnxSignature(
        images.getName(),
        channelsFirst,
        size(shape[0]),
        size(shape[channelsFirst ? 2 : 1]),
        size(shape[channelsFirst ? 3 : 2]),
        features.getName(),
        pooling.orElse(null));
  }

  private static void requireFeatures(
      NodeInfo features, Optional<String> output, Optional<Pooling> pooling, OrtSession session)
      throws OrtException {
    if (features == null) {
      throw refused(
          output
              .map("it has no output '%s'"::formatted)
              .orElse(
                  pooling.isPresent()
                      ? "it has no float32 output of three dimensions, images, tokens and features, to pool"
                      : "it has no float32 output of two dimensions, images and features"),
          session);
    }
    if (pooling.isPresent() && !isTokens(features)) {
      throw refused("its output '%s' has no tokens to pool".formatted(features.getName()), session);
    }
    if (pooling.isEmpty() && isTokens(features)) {
      throw refused(
          "its output '%s' has a vector for each token: say with --pooling cls or mean how they become one"
              .formatted(features.getName()),
          session);
    }
    if (pooling.isEmpty() && !isVectors(features)) {
      throw refused(
          "its output '%s' is not float32 of two dimensions, images and features"
              .formatted(features.getName()),
          session);
    }
  }

  /** Which a free dimension may turn out not to be: the first call of the network tells. */
  private static boolean isImage(NodeInfo node) {
    long[] shape = shape(node);
    return shape.length == IMAGE_RANK
        && (mayBe(InputSpec.CHANNELS, shape[1]) || mayBe(InputSpec.CHANNELS, shape[3]));
  }

  /** Dimensions of one, as behind a pooling over all pixels, count for nothing. */
  private static boolean isVectors(NodeInfo node) {
    long[] shape = shape(node);
    return shape.length >= 2 && Arrays.stream(shape).skip(2).allMatch(each -> each == 1);
  }

  private static boolean isTokens(NodeInfo node) {
    return shape(node).length == TOKEN_RANK && !isVectors(node);
  }

  private static boolean mayBe(int length, long dimension) {
    return dimension == length || dimension == FREE;
  }

  private static int size(long dimension) {
    return dimension == FREE ? 0 : Math.toIntExact(dimension);
  }

  /** The dimensions of a float32 tensor; none of anything else. */
  private static long[] shape(NodeInfo node) {
    return node.getInfo() instanceof TensorInfo tensor && tensor.type == OnnxJavaType.FLOAT
        ? tensor.getShape()
        : new long[0];
  }

  private static WeightsException refused(String what, OrtSession session) throws OrtException {
    return new WeightsException(
        FailureId.NETWORK_SIGNATURE,
        "%s. Its inputs: %s. Its outputs: %s. Name a network that takes one float32 image [n, 3, h, w] or [n, h, w, 3], and with --network-output the output that has its features."
            .formatted(
                what,
                listed(session.getInputInfo().values()),
                listed(session.getOutputInfo().values())));
  }

  private static String listed(Collection<NodeInfo> nodes) {
    return nodes.isEmpty()
        ? "none"
        : nodes.stream().map(OnnxSignature::described).collect(Collectors.joining(", "));
  }

  private static String described(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      return node.getName() + ", which is no tensor";
    }
    List<String> dimensions =
        Arrays.stream(tensor.getShape())
            .mapToObj(each -> each == FREE ? "n" : Long.toString(each))
            .toList();
    return "%s %s %s"
        .formatted(node.getName(), tensor.type.toString().toLowerCase(Locale.ROOT), dimensions);
  }
}
