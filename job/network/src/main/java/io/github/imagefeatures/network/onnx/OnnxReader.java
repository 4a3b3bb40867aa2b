package io.github.imagefeatures.network.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.network.LoadedNetwork;
import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.apache.commons.codec.digest.DigestUtils;

/** Makes a network of an ONNX file. */
public final class OnnxReader {
  private static final String NAME = "onnx_";
  private static final int DIGITS_IN_NAME = 12;

  /** Of an image at most, which is 200 MB of numbers for each task. */
  private static final int MOST_PIXELS = 4096 * 4096;

  /**
   * How far two computations of a feature may lie apart, as a share of the features' root mean
   * square: as far as those of the default network.
   */
  private static final double RELATIVE_ERROR = 1e-4;

  private static final long SEED = 20_180_113;

  private final Preprocessing preprocessing;
  private final Optional<String> output;
  private final Optional<Pooling> pooling;

  /**
   * @param preprocessing what becomes of an image before
   * @param output which output has the features; empty for the first of two dimensions
   * @param pooling of an output that has a vector for each token; empty where it has none
   */
  public OnnxReader(
      Preprocessing preprocessing, Optional<String> output, Optional<Pooling> pooling) {
    this.preprocessing = preprocessing;
    this.output = output;
    this.pooling = pooling;
  }

  /**
   * Reads a file, and runs the network once.
   *
   * @param content the whole file
   * @param sha256 the SHA-256 of the file
   * @param title what it is called in sentences
   * @return the network
   * @throws WeightsException when ONNX Runtime cannot run it, its inputs or outputs are not such as
   *     this program needs, or its features are not finite numbers
   */
  public LoadedNetwork read(byte[] content, String sha256, String title) {
    try (OrtSession session = OnnxLibrary.session(content)) {
      return read(session, content, sha256, title);
    } catch (OrtException e) {
      throw LoadedOnnx.unreadable(e);
    }
  }

  private LoadedNetwork read(OrtSession session, byte[] content, String sha256, String title)
      throws OrtException {
    OnnxSignature signature = OnnxSignature.of(session, output, pooling);
    InputSpec input = input(signature);
    float[] features = featuresOfNoise(session, signature, input);
    String id =
        DigestUtils.sha256Hex(
            String.join(
                "\n",
                sha256,
                OnnxNetwork.preprocessing(input, preprocessing.channels()).toString(),
                signature.toString()));
    OnnxNetwork network =
        new OnnxNetwork(
            NAME + id.substring(0, DIGITS_IN_NAME),
            title,
            input,
            preprocessing.channels(),
            signature,
            features.length,
            RELATIVE_ERROR * rootMeanSquare(features));
    return new LoadedOnnx(network, id, content);
  }

  private InputSpec input(OnnxSignature signature) {
    int height = side("height", signature.height(), Preprocessing.Size::height);
    int width = side("width", signature.width(), Preprocessing.Size::width);
    if ((long) height * width > MOST_PIXELS) {
      throw new WeightsException(
          FailureId.NETWORK_SIGNATURE,
          String.format(
              Locale.ROOT,
              "The network takes images of %d x %d pixels, and this program makes none of more than %d.",
              height,
              width,
              MOST_PIXELS));
    }
    try {
      return preprocessing.input(height, width);
    } catch (IllegalArgumentException e) {
      throw new WeightsException(
          FailureId.PREPROCESSING_REFUSED,
          "The preprocessing does not fit the network: %s. Name another with --preprocessing."
              .formatted(e.getMessage().replaceAll("\\.$", "")),
          e);
    }
  }

  private int side(String name, int ofFile, ToIntFunction<Preprocessing.Size> side) {
    int wanted = preprocessing.size().map(side::applyAsInt).orElse(ofFile);
    if (wanted == 0) {
      throw new WeightsException(
          FailureId.PREPROCESSING_REFUSED,
          "The network leaves the %s of its images free, and the preprocessing does not say it: name with --preprocessing a file that has a 'size'."
              .formatted(name));
    }
    if (ofFile != 0 && wanted != ofFile) {
      throw new WeightsException(
          FailureId.PREPROCESSING_REFUSED,
          String.format(
              Locale.ROOT,
              "The preprocessing makes images with a %s of %d, and the network takes %d: name the network's own with --preprocessing.",
              name,
              wanted,
              ofFile));
    }
    return wanted;
  }

  /** Of an image of noise: whether the network runs, and what its numbers are like. */
  private float[] featuresOfNoise(OrtSession session, OnnxSignature signature, InputSpec input) {
    // Not closed: the session is its caller's.
    FeatureExtractor extractor =
        new OnnxExtractor(session, signature, input, preprocessing.channels());
    try (FeatureExtractor.Batch batch = extractor.newBatch(1)) {
      FloatBuffer image = batch.image(0);
      Random random = new Random(SEED);
      for (int i = 0; image.hasRemaining(); i++) {
        float[] levels = input.normalisation().ofLevels(i % InputSpec.CHANNELS);
        image.put(levels[random.nextInt(levels.length)]);
      }
      float[] features = batch.features(1)[0];
      requireFinite(features);
      return features;
    }
  }

  private static void requireFinite(float[] features) {
    for (float feature : features) {
      if (!Float.isFinite(feature)) {
        throw new WeightsException(
            FailureId.NETWORK_NOT_FINITE,
            "The network gives an image of noise features that are not finite numbers: check its weights, and its --preprocessing.");
      }
    }
    if (features.length == 0 || rootMeanSquare(features) == 0) {
      throw new WeightsException(
          FailureId.NETWORK_NOT_FINITE,
          "The network gives an image of noise %s: check its weights, and its --preprocessing."
              .formatted(features.length == 0 ? "no features" : "only features of 0"));
    }
  }

  private static double rootMeanSquare(float[] features) {
    double sum = 0;
    for (float feature : features) {
      sum += (double) feature * feature;
    }
    return Math.sqrt(sum / features.length);
  }
}
