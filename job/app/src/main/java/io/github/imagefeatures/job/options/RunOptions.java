package io.github.imagefeatures.job.options;

import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.PublishedNetwork;
import io.github.imagefeatures.network.onnx.OnnxFile;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.reduce.ComponentChoice;
import io.github.imagefeatures.reduce.Scaling;
import java.util.Optional;

/**
 * What a run is asked to do.
 *
 * @param images folder or object-store address of the images
 * @param output folder or address under which {@code runs/} lies
 * @param runId the run's name; made from the time when absent
 * @param network makes the features, unless {@code onnx} is there
 * @param onnx the ONNX file of the network that makes the features; empty for {@code network}
 * @param engine computes the network; empty for the network's own
 * @param model weights file or address; looked for when absent
 * @param modelSha256 what the weights file must have, when the user vouches for it
 * @param allowUntrained whether a run may use random weights when no trained ones can be had
 * @param listing which files are images
 * @param featurize how images become features
 * @param scaling standard or none
 * @param components how many to keep
 * @param featuresOnly whether to leave the features as they are, without components; scaling and
 *     number of components then count for nothing
 * @param fitFrom run or model whose scaling and components are used, in place of a fit; of the
 *     number of components only one that is fixed counts then, and keeps fewer than there are
 * @param maxRejectedFraction share of the listed images that may be rejected, 0 to 1
 * @param shardSize images that are committed together at most, 1 or more
 * @param pcaTsv whether to write {@code pca.tsv}
 * @param thumbnails images whose small pictures the page shows at most, as far as they fit; 0 or
 *     more
 * @param neighbours images that are found nearest to each, 0 or more
 * @param incremental whether to take over features of the newest complete run
 * @param ifComplete what to do when the run is complete already; no part of what the run is
 */
public record RunOptions(
    String images,
    String output,
    Optional<String> runId,
    PublishedNetwork network,
    Optional<OnnxFile> onnx,
    Optional<Engine> engine,
    Optional<String> model,
    Optional<String> modelSha256,
    boolean allowUntrained,
    ListingOptions listing,
    FeaturizeOptions featurize,
    Scaling scaling,
    ComponentChoice components,
    boolean featuresOnly,
    Optional<String> fitFrom,
    double maxRejectedFraction,
    int shardSize,
    boolean pcaTsv,
    int thumbnails,
    int neighbours,
    boolean incremental,
    IfComplete ifComplete) {
  /** A killed run computes at most this many images again, and fewer where they take long. */
  public static final int DEFAULT_SHARD_SIZE = 1_000_000;

  /** As many pictures as the page has points; how many of them fit into it is another question. */
  public static final int DEFAULT_THUMBNAILS = 10_000;

  /** Neighbours of each image. */
  public static final int DEFAULT_NEIGHBOURS = 10;

  /** Above this share of broken files, something else is wrong than a broken file. */
  public static final double DEFAULT_MAX_REJECTED_FRACTION = 0.1;

  /**
   * {@return what computes the network: the engine that was asked for, or else the network's own}
   */
  public Engine engineOrOwn() {
    return engine.orElseGet(() -> onnx.isPresent() ? Engine.ONNXRUNTIME : network.engine());
  }

  /**
   * Begins with the defaults of all but these two.
   *
   * @param images folder or object-store address of the images
   * @param output folder or address under which {@code runs/} lies
   * @return what the others can be set on
   */
  public static Builder builder(String images, String output) {
    return new Builder(images, output);
  }

  /** Options in the making. What is not set has its default; the record explains each. */
  public static final class Builder {
    private final String images;
    private final String output;
    private Optional<String> runId = Optional.empty();
    private PublishedNetwork network = Networks.DEFAULT;
    private Optional<OnnxFile> onnx = Optional.empty();
    private Optional<Engine> engine = Optional.empty();
    private Optional<String> model = Optional.empty();
    private Optional<String> modelSha256 = Optional.empty();
    private boolean allowUntrained;
    private ListingOptions listing = ListingOptions.defaults();
    private FeaturizeOptions featurize = FeaturizeOptions.DEFAULT;
    private Scaling scaling = Scaling.STANDARD;
    private ComponentChoice components =
        new ComponentChoice.Variance(ComponentChoice.DEFAULT_VARIANCE);
    private boolean featuresOnly;
    private Optional<String> fitFrom = Optional.empty();
    private double maxRejectedFraction = DEFAULT_MAX_REJECTED_FRACTION;
    private int shardSize = DEFAULT_SHARD_SIZE;
    private boolean pcaTsv = true;
    private int thumbnails = DEFAULT_THUMBNAILS;
    private int neighbours = DEFAULT_NEIGHBOURS;
    private boolean incremental;
    private IfComplete ifComplete = IfComplete.REFUSE;

    private Builder(String images, String output) {
      this.images = images;
      this.output = output;
    }

    public Builder runId(Optional<String> runId) {
      this.runId = runId;
      return this;
    }

    public Builder network(PublishedNetwork network) {
      this.network = network;
      return this;
    }

    public Builder onnx(Optional<OnnxFile> onnx) {
      this.onnx = onnx;
      return this;
    }

    public Builder engine(Optional<Engine> engine) {
      this.engine = engine;
      return this;
    }

    public Builder weights(
        Optional<String> model, Optional<String> modelSha256, boolean allowUntrained) {
      this.model = model;
      this.modelSha256 = modelSha256;
      this.allowUntrained = allowUntrained;
      return this;
    }

    public Builder listing(ListingOptions listing) {
      this.listing = listing;
      return this;
    }

    public Builder featurize(FeaturizeOptions featurize) {
      this.featurize = featurize;
      return this;
    }

    public Builder scaling(Scaling scaling) {
      this.scaling = scaling;
      return this;
    }

    public Builder components(ComponentChoice components) {
      this.components = components;
      return this;
    }

    public Builder featuresOnly(boolean featuresOnly) {
      this.featuresOnly = featuresOnly;
      return this;
    }

    public Builder fitFrom(Optional<String> fitFrom) {
      this.fitFrom = fitFrom;
      return this;
    }

    public Builder maxRejectedFraction(double maxRejectedFraction) {
      this.maxRejectedFraction = maxRejectedFraction;
      return this;
    }

    public Builder shardSize(int shardSize) {
      this.shardSize = shardSize;
      return this;
    }

    public Builder pcaTsv(boolean pcaTsv) {
      this.pcaTsv = pcaTsv;
      return this;
    }

    public Builder thumbnails(int thumbnails) {
      this.thumbnails = thumbnails;
      return this;
    }

    public Builder neighbours(int neighbours) {
      this.neighbours = neighbours;
      return this;
    }

    public Builder incremental(boolean incremental) {
      this.incremental = incremental;
      return this;
    }

    public Builder ifComplete(IfComplete ifComplete) {
      this.ifComplete = ifComplete;
      return this;
    }

    /** {@return the options} */
    public RunOptions build() {
      return new RunOptions(
          images,
          output,
          runId,
          network,
          onnx,
          engine,
          model,
          modelSha256,
          allowUntrained,
          listing,
          featurize,
          scaling,
          components,
          featuresOnly,
          fitFrom,
          maxRejectedFraction,
          shardSize,
          pcaTsv,
          thumbnails,
          neighbours,
          incremental,
          ifComplete);
    }
  }
}
