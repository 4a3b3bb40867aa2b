package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.OnnxReader;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.network.onnx.Preprocessing;
import io.github.imagefeatures.network.onnx.PreprocessingPreset;
import io.github.imagefeatures.network.onnx.PreprocessingReader;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads the ONNX file that the user names, finds it by its name, and finds its preprocessing. */
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
  private final List<java.nio.file.Path> folders;
  private final WeightsDownload download;
  private final List<PublishedOnnx> published;

  /**
   * @param hadoop how to reach {@code s3://} and the like
   * @param folders where published networks may lie; the first takes a download
   * @param download where they are had otherwise
   * @param published those that are known, by name and by their SHA-256
   */
  OnnxLocator(
      Configuration hadoop,
      List<java.nio.file.Path> folders,
      WeightsDownload download,
      List<PublishedOnnx> published) {
    this.hadoop = hadoop;
    this.folders = folders;
    this.download = download;
    this.published = published;
  }

  /** Reads the network that a user names, by a known name or by the address of a file. */
  Weights read(OnnxFile named) {
    return published.stream()
        .filter(each -> each.name().equals(named.address()))
        .findFirst()
        .map(each -> read(named, each))
        .orElseGet(() -> readOwn(named));
  }

  private Weights read(OnnxFile named, PublishedOnnx known) {
    java.nio.file.Path path = here(known).toAbsolutePath().normalize();
    byte[] content = NETWORK.readLocal(path);
    String sha256 = WeightsLocator.sha256(content);
    NETWORK.requireSha256(path.toString(), sha256, known.sha256());
    OnnxFile file = named.at(path.toString());
    return weights(
        file, content, sha256, Optional.of(known), named(file).orElse(known.preprocessing()));
  }

  private java.nio.file.Path here(PublishedOnnx known) {
    return folders.stream()
        .map(folder -> folder.resolve(known.file().fileName()))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseGet(() -> download.into(folders.get(0), known.address(), known.file(), NETWORK));
  }

  private Weights readOwn(OnnxFile file) {
    byte[] content = NETWORK.read(file.address(), hadoop);
    String sha256 = WeightsLocator.sha256(content);
    Optional<PublishedOnnx> known =
        published.stream().filter(each -> each.sha256().equals(sha256)).findFirst();
    Preprocessing preprocessing =
        named(file)
            .or(() -> beside(file))
            .or(() -> known.map(PublishedOnnx::preprocessing))
            .orElseThrow(() -> unknown(file));
    return weights(file, content, sha256, known, preprocessing);
  }

  private static Weights weights(
      OnnxFile file,
      byte[] content,
      String sha256,
      Optional<PublishedOnnx> known,
      Preprocessing preprocessing) {
    file.sha256().ifPresent(wanted -> NETWORK.requireSha256(file.address(), sha256, wanted));
    Optional<Pooling> pooling = file.pooling().or(() -> known.flatMap(PublishedOnnx::pooling));
    Recognition recognition =
        known.isPresent()
            ? Recognition.KNOWN
            : file.sha256().isPresent() ? Recognition.VOUCHED : Recognition.UNKNOWN;
    try {
      return new Weights(
          new OnnxReader(preprocessing, file.output(), pooling)
              .read(content, sha256, known.map(PublishedOnnx::title).orElse(file.fileName())),
          new WeightsProvenance(
              file.address(),
              sha256,
              known.map(each -> each.file().description()).orElse("a network of the user's own"),
              recognition),
          content);
    } catch (WeightsException e) {
      throw new WeightsException(e.id(), file.address() + ": " + e.getMessage(), e);
    }
  }

  private Optional<Preprocessing> named(OnnxFile file) {
    return file.preprocessing()
        .map(
            named ->
                PreprocessingPreset.named(named)
                    .map(PreprocessingPreset::preprocessing)
                    .orElseGet(() -> read(named)));
  }

  private Preprocessing read(String address) {
    return PreprocessingReader.read(PREPROCESSING.read(address, hadoop), address);
  }

  private Optional<Preprocessing> beside(OnnxFile file) {
    try {
      for (String address : file.besides()) {
        Path path = new Path(address);
        if (path.getFileSystem(hadoop).exists(path)) {
          return Optional.of(read(address));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new WeightsException(
          FailureId.WEIGHTS_UNREADABLE,
          "The folder of the network file %s cannot be looked into: %s. Check the path and your rights to it."
              .formatted(file.address(), e.getMessage()),
          e);
    }
  }

  private static WeightsException unknown(OnnxFile file) {
    return new WeightsException(
        FailureId.PREPROCESSING_UNKNOWN,
        "The network %s does not say how images become its input: put %s beside it, or say --preprocessing FILE or one of %s."
            .formatted(
                file.address(),
                new Path(file.besides().get(0)).getName(),
                PreprocessingPreset.names()));
  }
}
