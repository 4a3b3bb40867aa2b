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

  private static final WholeFile NETWORK = network("--network");

  /** Of a finished run: there --model names whatever has moved since. */
  private static final WholeFile USED = network("--model");

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

  private static WholeFile network(String option) {
    return new WholeFile(
        "network", option, MAX_BYTES, "more than is sent to each executor in one piece");
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
    return local(here(known), named, known, named(named).orElse(known.preprocessing()));
  }

  /** Reads the network that somebody used before, perhaps on another machine. */
  Weights again(OnnxFile used, Preprocessing preprocessing) {
    Optional<PublishedOnnx> known = used.sha256().flatMap(this::bySha256);
    Optional<java.nio.file.Path> kept = known.flatMap(this::kept);
    if (kept.isPresent()) {
      return local(kept.get(), used, known.get(), preprocessing);
    }
    try {
      byte[] content = USED.read(used.address(), hadoop);
      String sha256 = WeightsLocator.sha256(content);
      requireVouched(used, sha256, USED);
      return weights(used, content, sha256, known, preprocessing);
    } catch (WeightsException e) {
      if (known.isEmpty()) {
        throw e;
      }
      return local(here(known.get()), used, known.get(), preprocessing);
    }
  }

  private static Weights local(
      java.nio.file.Path found, OnnxFile named, PublishedOnnx known, Preprocessing preprocessing) {
    String path = found.toAbsolutePath().normalize().toString();
    byte[] content = NETWORK.readLocal(found);
    String sha256 = WeightsLocator.sha256(content);
    NETWORK.requireSha256(path, sha256, known.sha256());
    requireVouched(named.at(path), sha256, NETWORK);
    return weights(named.at(path), content, sha256, Optional.of(known), preprocessing);
  }

  private java.nio.file.Path here(PublishedOnnx known) {
    return kept(known)
        .orElseGet(() -> download.into(folders.get(0), known.address(), known.file(), NETWORK));
  }

  private Optional<java.nio.file.Path> kept(PublishedOnnx known) {
    return folders.stream()
        .map(folder -> folder.resolve(known.file().fileName()))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private Optional<PublishedOnnx> bySha256(String sha256) {
    return published.stream().filter(each -> each.sha256().equals(sha256)).findFirst();
  }

  private Weights readOwn(OnnxFile file) {
    byte[] content = NETWORK.read(file.address(), hadoop);
    String sha256 = WeightsLocator.sha256(content);
    requireVouched(file, sha256, NETWORK);
    Optional<PublishedOnnx> known = bySha256(sha256);
    Preprocessing preprocessing =
        named(file)
            .or(() -> beside(file))
            .or(() -> known.map(PublishedOnnx::preprocessing))
            .orElseThrow(() -> unknown(file));
    return weights(file, content, sha256, known, preprocessing);
  }

  private static void requireVouched(OnnxFile file, String sha256, WholeFile kind) {
    file.sha256().ifPresent(wanted -> kind.requireSha256(file.address(), sha256, wanted));
  }

  private static Weights weights(
      OnnxFile file,
      byte[] content,
      String sha256,
      Optional<PublishedOnnx> known,
      Preprocessing preprocessing) {
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
