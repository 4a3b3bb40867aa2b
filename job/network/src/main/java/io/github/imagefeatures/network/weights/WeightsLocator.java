package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.onnx.Preprocessing;
import io.github.imagefeatures.network.weights.WeightsProvenance.Recognition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * Finds the weights: what the user names, else a known file in one of the folders, else the
 * official address, whose file is kept in the first folder for the next time.
 */
public final class WeightsLocator {
  private final Configuration hadoop;
  private final List<Path> folders;
  private final WeightsDownload download;

  /**
   * @param hadoop how to reach {@code s3://} and the like
   * @param folders where known files may lie, looked through in order; the first takes a download
   * @param download where the official file is had
   */
  public WeightsLocator(Configuration hadoop, List<Path> folders, WeightsDownload download) {
    this.hadoop = hadoop;
    this.folders = List.copyOf(folders);
    this.download = download;
  }

  /**
   * Reads weights that the user named, or finds known ones.
   *
   * @param network whose weights they are
   * @param file as {@link #named} takes it; empty to {@link #find} some
   * @param vouchedSha256 the sha256 that the user expects of the file, if any
   * @return the weights
   * @throws WeightsException as these two say
   */
  public Weights of(
      PublishedNetwork network, Optional<String> file, Optional<String> vouchedSha256) {
    return file.map(each -> named(network, each, vouchedSha256)).orElseGet(() -> find(network));
  }

  /**
   * Reads weights that the user named.
   *
   * @param network whose weights they are
   * @param file a local path or a URI
   * @param vouchedSha256 the sha256 that the user expects, if any
   * @return the weights, {@link Recognition#UNKNOWN} when nobody vouches for them
   * @throws WeightsException when the address holds a password, the file cannot be read, is not
   *     that network's, or has another sha256
   */
  public Weights named(PublishedNetwork network, String file, Optional<String> vouchedSha256) {
    kind(network).requireNoPassword(file);
    byte[] content = read(file, network);
    String sha256 = sha256(content);
    vouchedSha256.ifPresent(expected -> kind(network).requireSha256(file, sha256, expected));
    Optional<KnownFile> known = network.published().bySha256(sha256);
    Recognition recognition =
        known.isPresent()
            ? Recognition.KNOWN
            : vouchedSha256.isPresent() ? Recognition.VOUCHED : Recognition.UNKNOWN;
    String description = known.map(KnownFile::description).orElse("a file of the user's own");
    return new Weights(
        loaded(file, content, sha256, network),
        new WeightsProvenance(file, sha256, description, recognition),
        content);
  }

  /**
   * Reads a network from an ONNX file. One of {@link Networks#ONNX} that is named is looked for and
   * downloaded as {@link #find(PublishedNetwork)} does it.
   *
   * @param file as the user names it
   * @return the network with its weights, {@link Recognition#UNKNOWN} when nobody vouches for them
   * @throws WeightsException when the file, or its preprocessing, cannot be had, read or used
   */
  public Weights of(OnnxFile file) {
    return new OnnxLocator(hadoop, folders, download, Networks.ONNX).read(file);
  }

  /**
   * Finds a published network without being told where.
   *
   * @param network one of {@link Networks#ONNX}
   * @return the network, always {@link Recognition#KNOWN}
   * @throws WeightsException as {@link #find(PublishedNetwork)} does
   */
  public Weights find(PublishedOnnx network) {
    return of(
        new OnnxFile(
            network.name(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  /**
   * Finds known weights without being told where.
   *
   * @param network whose weights they are
   * @return the weights, always {@link Recognition#KNOWN}
   * @throws WeightsException when none are in the folders and none can be downloaded, or a file
   *     that carries a known name has another sha256
   */
  public Weights find(PublishedNetwork network) {
    for (Path folder : folders) {
      for (KnownFile known : network.published().known()) {
        Path file = folder.resolve(known.fileName());
        if (Files.isRegularFile(file)) {
          return verified(file, known, network);
        }
      }
    }
    KnownFile official = network.published().official();
    return verified(download.into(folders.get(0), network, official), official, network);
  }

  /**
   * Finds the weights that somebody used before, perhaps on another machine.
   *
   * @param network whose weights they are
   * @param source the file or address that they were read from then
   * @param sha256 the SHA-256 that the file had
   * @return weights of that sha256: a known file in the folders, or the source, or else the known
   *     file, downloaded
   * @throws WeightsException when they cannot be had, or the source has another sha256 by now
   */
  public Weights again(PublishedNetwork network, String source, String sha256) {
    Optional<KnownFile> known = network.published().bySha256(sha256);
    Optional<Path> here =
        known.flatMap(
            file ->
                folders.stream()
                    .map(folder -> folder.resolve(file.fileName()))
                    .filter(Files::isRegularFile)
                    .findFirst());
    if (here.isPresent()) {
      return verified(here.get(), known.get(), network);
    }
    try {
      return named(network, source, Optional.of(sha256));
    } catch (WeightsException e) {
      if (known.isEmpty()) {
        throw e;
      }
      return verified(download.into(folders.get(0), network, known.get()), known.get(), network);
    }
  }

  /**
   * Finds the network that somebody used before, perhaps on another machine.
   *
   * @param used its output, pooling and SHA-256, and where its file was then or is now
   * @param preprocessing that it had
   * @return that network: a published one in the folders, or the file, or else the published one,
   *     downloaded
   * @throws WeightsException when it cannot be had, or the file has another SHA-256 by now
   */
  public Weights again(OnnxFile used, Preprocessing preprocessing) {
    return new OnnxLocator(hadoop, folders, download, Networks.ONNX).again(used, preprocessing);
  }

  /** Returns the SHA-256 of a whole file as 64 lower-case hexadecimal digits. */
  static String sha256(byte[] content) {
    return DigestUtils.sha256Hex(content);
  }

  private static Weights verified(Path file, KnownFile known, PublishedNetwork network) {
    byte[] content = kind(network).readLocal(file);
    String sha256 = sha256(content);
    kind(network).requireSha256(file.toString(), sha256, known.sha256());
    return new Weights(
        loaded(file.toString(), content, sha256, network),
        new WeightsProvenance(
            file.toAbsolutePath().normalize().toString(),
            sha256,
            known.description(),
            Recognition.KNOWN),
        content);
  }

  /** A network's own sentence does not know the file's name. */
  private static LoadedNetwork loaded(
      String file, byte[] content, String sha256, PublishedNetwork network) {
    try {
      return network.read(content, sha256);
    } catch (WeightsException e) {
      throw new WeightsException(e.id(), file + ": " + e.getMessage(), e);
    }
  }

  private byte[] read(String file, PublishedNetwork network) {
    if (file.startsWith("https://") || file.startsWith("http://")) {
      return download.fetch(file, kind(network), folders.get(0));
    }
    return kind(network).read(file, hadoop);
  }

  /** A weights file of a network. */
  static WholeFile kind(PublishedNetwork network) {
    return new WholeFile(
        "weights",
        "--model",
        network.published().maxBytes(),
        "so it is not %s's".formatted(network.title()));
  }
}
