package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.Deliverables;
import io.github.imagefeatures.cdk.ImagesSource;
import io.github.imagefeatures.cdk.RunSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.services.s3.assets.Asset;
import software.constructs.Construct;

/**
 * What a deployment uploads for a run. Names in the assets bucket are hashes of the content, so an
 * address stands for exactly one content.
 */
final class RunAssets extends Construct {
  private final List<Asset> assets = new ArrayList<>();
  private final Asset jobJar;
  private final Asset checkNode;
  private final Asset fonts;
  private final Asset warmUp;
  private final Optional<Asset> unpackImages;
  private final Optional<Asset> imagesArchive;
  private final Optional<Asset> weights;

  RunAssets(Construct scope, RunSettings settings, Deliverables deliverables) {
    super(scope, "Assets");
    String platform = settings.instanceTypes().nativePlatform();
    this.jobJar = asset("JobJar", deliverables.jobJarFor(platform));
    this.checkNode = asset("CheckNode", deliverables.script("check-node.sh"));
    this.fonts = asset("Fonts", deliverables.script("fonts.sh"));
    this.warmUp = asset("WarmUp", deliverables.script("warm-up.sh"));
    this.imagesArchive =
        localImages(settings.images(), deliverables).map(folder -> asset("Images", folder));
    this.unpackImages =
        imagesArchive.map(
            archive -> asset("UnpackImages", deliverables.script("unpack-images.sh")));
    this.weights = localWeights(settings, deliverables).map(file -> asset("Weights", file));
  }

  Asset jobJar() {
    return jobJar;
  }

  Asset checkNode() {
    return checkNode;
  }

  Asset fonts() {
    return fonts;
  }

  Asset warmUp() {
    return warmUp;
  }

  /** Only with {@link #imagesArchive()}. */
  Optional<Asset> unpackImages() {
    return unpackImages;
  }

  /** A ZIP of the images, when they come from this machine. */
  Optional<Asset> imagesArchive() {
    return imagesArchive;
  }

  /** The weights file, when it comes from this machine. */
  Optional<Asset> weights() {
    return weights;
  }

  List<Asset> all() {
    return List.copyOf(assets);
  }

  private Asset asset(String id, Path path) {
    Asset asset = Asset.Builder.create(this, id).path(path.toString()).build();
    assets.add(asset);
    return asset;
  }

  private static Optional<Path> localImages(ImagesSource images, Deliverables deliverables) {
    if (images instanceof ImagesSource.LocalFolder folder) {
      return Optional.of(folder.path());
    }
    if (images instanceof ImagesSource.Samples) {
      return Optional.of(deliverables.drawnSamples());
    }
    return Optional.empty();
  }

  private static Optional<Path> localWeights(RunSettings settings, Deliverables deliverables) {
    if (settings.options().network().isPresent()) {
      return Optional.empty();
    }
    if (settings.model().isEmpty()) {
      return Optional.of(deliverables.defaultWeights());
    }
    return settings.model().filter(model -> !model.startsWith("s3://")).map(Path::of);
  }
}
