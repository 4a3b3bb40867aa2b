package io.github.imagefeatures.job.probe;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.onnx.OnnxFile;
import java.util.Optional;

/**
 * What a probe is asked to do.
 *
 * @param output the folder that is probed: a path, or an address of any store
 * @param onnx the ONNX file of the network; empty for the default network
 * @param engine computes the network; empty for the network's own
 * @param model the weights file; by default known weights are looked for
 * @param modelSha256 the sha256 that the file named must have
 * @param allowUntrained whether random weights will do where no others can be had
 * @param imagesPerCore images that each core featurizes while the rate is measured, 1 or more
 * @param nodePrice dollars an hour for one node, with all that is paid for it; empty for the price
 *     of the node's type, where that is known
 */
public record ProbeOptions(
    String output,
    Optional<OnnxFile> onnx,
    Optional<Engine> engine,
    Optional<String> model,
    Optional<String> modelSha256,
    boolean allowUntrained,
    int imagesPerCore,
    Optional<Double> nodePrice) {
  /** Some five seconds of work. */
  public static final int DEFAULT_IMAGES_PER_CORE = 400;

  /** Beyond it a probe is no probe any more: a quarter of an hour. */
  public static final int MOST_IMAGES_PER_CORE = 100_000;
}
