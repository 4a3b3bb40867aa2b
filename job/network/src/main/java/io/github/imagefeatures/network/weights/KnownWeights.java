package io.github.imagefeatures.network.weights;

import java.util.Arrays;
import java.util.Optional;

/** The weights files this project vouches for, each by its sha256. */
enum KnownWeights {
  /** Published by Keras Applications, without the classifier. */
  OFFICIAL_NO_TOP(
      "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5",
      "f8aff69536bd77a692c594f559c798c19bf7f3f36668fc9fa00b21c6aab4797c",
      "Keras Applications, ImageNet, no top"),
  /** The same network, its kernels and batch norms redistributed; features equal within 3.1e-5. */
  REDISTRIBUTED_NO_TOP(
      "mobilenet_v2_imagenet_1.0_224_no_top.h5",
      "d06af63f054e3c0fb014fdcbd96441d1bdc3485365798cd4f6505f6467da84c4",
      "Keras Applications, ImageNet, no top, redistributed batch norms");

  private final String fileName;
  private final String sha256;
  private final String description;

  KnownWeights(String fileName, String sha256, String description) {
    this.fileName = fileName;
    this.sha256 = sha256;
    this.description = description;
  }

  static Optional<KnownWeights> bySha256(String sha256) {
    return Arrays.stream(values()).filter(known -> known.sha256.equals(sha256)).findFirst();
  }

  String fileName() {
    return fileName;
  }

  String sha256() {
    return sha256;
  }

  String description() {
    return description;
  }
}
