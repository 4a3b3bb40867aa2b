package io.github.imagefeatures.network;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Normalisation.Channels;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import io.github.imagefeatures.tensorflow.TensorFlowRuntime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * A second network, for tests alone: each of its 8 features is a weighted sum of all numbers of an
 * image of 32 x 32, in ImageNet's mean and deviation. It shares nothing with the first but the
 * interface. Its weights file says {@code toy} and a seed.
 */
public final class ToyNetwork implements PublishedNetwork {
  public static final PublishedNetwork NETWORK = new ToyNetwork();

  private static final int FEATURES = 8;

  private static final InputSpec INPUT =
      new InputSpec(
          32,
          new Normalisation(
              255, new Channels(0.485f, 0.456f, 0.406f), new Channels(0.229f, 0.224f, 0.225f)));

  private static final PublishedWeights PUBLISHED =
      new PublishedWeights(
          URI.create("http://127.0.0.1:1/toy/"),
          List.of(new KnownFile("toy.txt", "0".repeat(64), "nowhere to be had")),
          1024);

  private ToyNetwork() {}

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public String title() {
    return "the toy network";
  }

  @Override
  public InputSpec input() {
    return INPUT;
  }

  @Override
  public int features() {
    return FEATURES;
  }

  @Override
  public double featureError() {
    return 1e-5;
  }

  @Override
  public PublishedWeights published() {
    return PUBLISHED;
  }

  @Override
  public Engine engine() {
    return Engine.TENSORFLOW;
  }

  @Override
  public LoadedNetwork read(byte[] content, String id) {
    String[] words = new String(content, StandardCharsets.UTF_8).split(" ", 2);
    if (words.length != 2 || !words[0].equals("toy")) {
      throw new WeightsException(
          FailureId.WEIGHTS_OF_ANOTHER_NETWORK, "The weights file is not the toy network's.");
    }
    return new Loaded(id, Long.parseLong(words[1]));
  }

  @Override
  public LoadedNetwork untrained(long seed) {
    return new Loaded("toy-untrained-" + seed, seed);
  }

  /** The factors of these weights: a row of features for each number of an image. */
  public static float[][] factors(long seed) {
    Random random = new Random(seed);
    float[][] factors = new float[INPUT.numbers()][FEATURES];
    for (float[] row : factors) {
      for (int i = 0; i < FEATURES; i++) {
        row[i] = (float) (random.nextGaussian() / Math.sqrt(factors.length));
      }
    }
    return factors;
  }

  private record Loaded(String id, long seed) implements LoadedNetwork {
    @Override
    public Network network() {
      return NETWORK;
    }

    @Override
    public Engine engine() {
      return NETWORK.engine();
    }

    @Override
    public FeatureExtractor open() {
      Graph graph = TensorFlowRuntime.newGraph();
      Ops tf = Ops.create(graph);
      Operand<TFloat32> images =
          tf.withName(GraphExtractor.INPUT)
              .placeholder(
                  TFloat32.class,
                  Placeholder.shape(
                      Shape.of(-1, INPUT.height(), INPUT.width(), InputSpec.CHANNELS)));
      Operand<TFloat32> rows = tf.reshape(images, tf.constant(new int[] {-1, INPUT.numbers()}));
      tf.withName(GraphExtractor.OUTPUT).linalg.matMul(rows, tf.constant(factors(seed)));
      return new GraphExtractor(graph, NETWORK, 1);
    }
  }
}
