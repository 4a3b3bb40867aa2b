package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.OnnxReader;
import io.github.imagefeatures.network.onnx.Preprocessing;
import io.github.imagefeatures.network.onnx.PreprocessingPreset;
import io.github.imagefeatures.network.onnx.PreprocessingReader;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads the ONNX file that the user names, and finds its preprocessing. */
final class OnnxLocator {
  /**
   * 250 million weights in float32. The file is held several times while it is read and sent to
   * executors.
   */
  private static final int MAX_BYTES = 1 << 30;

  private static final WholeFile NETWORK =
      new WholeFile(
          "network", "--network", MAX_BYTES, "more than is sent to each executor in one piece");

  private static final WholeFile PREPROCESSING =
      new WholeFile("preprocessing", "--preprocessing", 1 << 20, "so it says something else");

  private final Configuration hadoop;

  OnnxLocator(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  Weights read(OnnxFile file) {
    byte[] content = NETWORK.read(file.address(), hadoop);
    String sha256 = WeightsLocator.sha256(content);
    file.sha256().ifPresent(wanted -> NETWORK.requireSha256(file.address(), sha256, wanted));
    OnnxReader reader = new OnnxReader(preprocessing(file), file.output(), file.pooling());
    try {
      return new Weights(
          reader.read(content, sha256, file.fileName()),
          new WeightsProvenance(
              file.address(),
              sha256,
              "a network of the user's own",
              file.sha256().isPresent() ? Recognition.VOUCHED : Recognition.UNKNOWN),
          content);
    } catch (WeightsException e) {
      throw new WeightsException(e.id(), file.address() + ": " + e.getMessage(), e);
    }
  }

  private Preprocessing preprocessing(OnnxFile file) {
    return file.preprocessing()
        .map(
            named ->
                PreprocessingPreset.named(named)
                    .map(PreprocessingPreset::preprocessing)
                    .orElseGet(() -> read(named)))
        .orElseGet(() -> beside(file));
  }

  private Preprocessing read(String address) {
    return PreprocessingReader.read(PREPROCESSING.read(address, hadoop), address);
  }

  private Preprocessing beside(OnnxFile file) {
    try {
      for (String address : file.besides()) {
        Path path = new Path(address);
        if (path.getFileSystem(hadoop).exists(path)) {
          return read(address);
        }
      }
    } catch (IOException e) {
      throw new WeightsException(
          FailureId.WEIGHTS_UNREADABLE,
          "The folder of the network file %s cannot be looked into: %s. Check the path and your rights to it."
              .formatted(file.address(), e.getMessage()),
          e);
    }
    throw new WeightsException(
        FailureId.PREPROCESSING_UNKNOWN,
        "The network %s does not say how images become its input: put %s beside it, or say --preprocessing FILE or one of %s."
            .formatted(
                file.address(),
                new Path(file.besides().get(0)).getName(),
                PreprocessingPreset.names()));
  }
}
