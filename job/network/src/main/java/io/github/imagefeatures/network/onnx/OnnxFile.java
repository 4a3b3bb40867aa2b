package io.github.imagefeatures.network.onnx;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network as the user names it.
 *
 * @param address of the ONNX file, a local path or a URI, or the name of a published one
 * @param sha256 the SHA-256 that the file must have, when the user vouches for it
 * @param preprocessing the name of a {@link PreprocessingPreset}, or the address of a file; unset
 *     to look for a file beside the network
 * @param output which output has the features; unset for the first of two dimensions
 * @param pooling of an output that has a vector for each token; unset where it has none
 */
public record OnnxFile(
    String address,
    Optional<String> sha256,
    Optional<String> preprocessing,
    Optional<String> output,
    Optional<Pooling> pooling) {

  /** Other tools' files, in the order in which they are looked for. */
  private static final List<String> OF_OTHERS =
      List.of("preprocessor_config.json", "processor_config.json", "config.json");

  /**
   * The addresses beside the network where its preprocessing is looked for.
   *
   * @return that of the network's own name first
   */
  public List<String> besides() {
    String folder = address.substring(0, address.length() - fileName().length());
    String own = fileName().replaceFirst("\\.[^.]*$", "") + ".json";
    return Stream.concat(Stream.of(own), OF_OTHERS.stream()).map(folder::concat).toList();
  }

  /** The same at another address. */
  public OnnxFile at(String elsewhere) {
    return new OnnxFile(elsewhere, sha256, preprocessing, output, pooling);
  }

  /** {@return the last part of the address} */
  public String fileName() {
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
