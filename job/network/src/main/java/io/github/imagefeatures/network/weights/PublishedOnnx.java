package io.github.imagefeatures.network.weights;

import io.github.imagefeatures.network.PublishedWeights.KnownFile;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.network.onnx.Preprocessing;
import java.net.URI;
import java.util.Optional;

/**
 * A network that somebody publishes as an ONNX file for everybody to use, with all that the file
 * does not say.
 *
 * @param name on the command line, of lower-case letters, digits and underscores
 * @param title what it is called in sentences
 * @param licence of the weights, by its SPDX name
 * @param address of the file; what lies there never changes
 * @param sha256 the SHA-256 of the file, 64 lower-case hexadecimal digits
 * @param preprocessing what becomes of an image before
 * @param pooling of its output; empty where that has one vector for each image
 */
public record PublishedOnnx(
    String name,
    String title,
    String licence,
    URI address,
    String sha256,
    Preprocessing preprocessing,
    Optional<Pooling> pooling) {

  /** What it is called in folders of this program: publishers call most of them the same. */
  KnownFile file() {
    return new KnownFile(name + ".onnx", sha256, title + ", " + licence);
  }
}
