package io.github.imagefeatures.job.probe;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.featurize.Featurizer;
import io.github.imagefeatures.featurize.ShardOutcome;
import io.github.imagefeatures.job.estimate.NodePrice;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** How fast the network featurizes images that are drawn for it, and what that costs. */
final class WorkChecks {
  private static final SetSize PICTURES = new SetSize(8, 8);
  private static final long SEED = 1;

  /** As many for each core, uncounted, so that each executor has built its network. */
  private static final int WARM_UP = 8;

  private static final double MILLION = 1e6;
  private static final double HOUR = 3600;

  private final SparkSession spark;
  private final ProbeOptions options;
  private final WeightsLocator locator;
  private final FileSystem store;
  private final Path scratch;

  /** Random ones compute as fast, should no others be had. */
  private LoadedNetwork network;

  private double imagesPerSecond;
  private int slots;

  WorkChecks(
      SparkSession spark,
      ProbeOptions options,
      WeightsLocator locator,
      FileSystem store,
      Path scratch) {
    this.spark = spark;
    this.options = options;
    this.locator = locator;
    this.store = store;
    this.scratch = scratch;
    LoadedNetwork random = Networks.DEFAULT.untrained(SEED);
    this.network =
        options.onnx().isPresent() ? random : options.engine().map(random::on).orElse(random);
  }

  /** Whether the weights that a run would have can be read from here. */
  Check weights(String name) {
    Weights weights;
    try {
      weights =
          options
              .onnx()
              .map(locator::of)
              .orElseGet(
                  () -> locator.of(Networks.DEFAULT, options.model(), options.modelSha256()));
    } catch (WeightsException e) {
      if (options.onnx().isEmpty() && options.model().isEmpty() && options.allowUntrained()) {
        return Check.notVisible(
            name,
            "No weights can be had here, so random ones stand in for them: the rate is the same.");
      }
      throw e;
    }
    network = weights.on(options.engine()).loaded();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("source", weights.provenance().source());
    details.put("sha256", weights.provenance().sha256());
    return Check.ok(
        name,
        weights.provenance().sha256().substring(0, 12),
        "The weights can be read: %s.".formatted(weights.provenance().description()),
        details);
  }

  /**
   * Featurizes drawn pictures as a run does: read from the output's store, decoded, resized, the
   * network, features written and committed.
   *
   * @param taskSlots tasks that run at once, one for each vCPU
   */
  Check images(String name, int taskSlots) throws IOException {
    List<ListedImage> pictures = draw();
    try (Featurizer featurizer = new Featurizer(spark, network, FeaturizeOptions.DEFAULT)) {
      featurize(featurizer, repeated(pictures, WARM_UP * taskSlots), "warm-up");
      List<ListedImage> images = repeated(pictures, options.imagesPerCore() * taskSlots);
      long started = System.nanoTime();
      ShardOutcome outcome = featurize(featurizer, images, "features");
      double seconds = (System.nanoTime() - started) / 1e9;
      slots = taskSlots;
      imagesPerSecond = outcome.featurized() / seconds;
      return described(name, outcome, seconds);
    }
  }

  /** What a million of such images costs on nodes of this type. */
  Check cost(String name, List<ProcessFacts> executors) {
    Optional<String> type = executors.stream().map(ProcessFacts::nodeType).findFirst();
    Optional<Double> price = options.nodePrice().or(() -> type.flatMap(NodePrice::of));
    int vcpus = executors.stream().mapToInt(ProcessFacts::vcpus).max().orElse(0);
    if (price.isEmpty() || vcpus == 0 || imagesPerSecond == 0) {
      return Check.notVisible(
          name,
          imagesPerSecond == 0
              ? "Without a rate of images there is no price of them."
              : "The price of a node%s is not known here: give it with --node-price, or divide its dollars an hour by 0.0036 times its images a second."
                  .formatted(
                      type.filter(known -> !known.isEmpty())
                          .map(" of the type "::concat)
                          .orElse("")));
    }
    double nodesHours = MILLION / imagesPerSecond / HOUR * slots / vcpus;
    double dollars = nodesHours * price.get();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("node_type", type.orElse(""));
    details.put("node_dollars_an_hour", price.get());
    details.put("dollars_a_million_images", dollars);
    return Check.ok(
        name,
        String.format(Locale.ROOT, "%.2f dollars a million images", dollars),
        String.format(
            Locale.ROOT,
            "A node of %d vCPUs at %.3f dollars an hour featurizes as above; the start of a cluster, its primary node, disks and requests are not counted.",
            vcpus,
            price.get()),
        details);
  }

  private Check described(String name, ShardOutcome outcome, double seconds) {
    double perVcpu = imagesPerSecond / slots;
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("images", outcome.featurized());
    details.put("seconds", seconds);
    details.put("task_slots", slots);
    details.put("images_per_second", imagesPerSecond);
    details.put("images_per_second_a_vcpu", perVcpu);
    details.put("processors", outcome.processors());
    String figure =
        String.format(Locale.ROOT, "%.0f images/s, %.1f a vCPU", imagesPerSecond, perVcpu);
    return outcome.rejected().isEmpty()
        ? Check.ok(
            name,
            figure,
            String.format(
                Locale.ROOT,
                "%,d drawn pictures of 96 to 160 pixels went through the network in %.1f s; large photographs take longer to decode.",
                outcome.featurized(),
                seconds),
            details)
        : Check.failed(
            name,
            figure,
            "Drawn pictures were rejected, the first because it is %s (%s): executors cannot read what the driver writes, or cannot decode it."
                .formatted(
                    outcome.rejected().get(0).getReason(), outcome.rejected().get(0).getMessage()),
            details);
  }

  private ShardOutcome featurize(Featurizer featurizer, List<ListedImage> images, String folder) {
    return featurizer.featurize(images, new Path(scratch, folder).toString());
  }

  /** Draws on this machine, and lays the pictures where executors find them. */
  private List<ListedImage> draw() throws IOException {
    java.nio.file.Path folder = Files.createTempDirectory("probe");
    try {
      java.nio.file.Path drawn = folder.resolve("images");
      new ImageGenerator().generate(drawn.toString(), PICTURES, SEED);
      Path images = new Path(scratch, "images");
      try (Stream<java.nio.file.Path> files = Files.walk(drawn)) {
        for (java.nio.file.Path file : files.filter(Files::isRegularFile).toList()) {
          put(file, new Path(images, drawn.relativize(file).toString()));
        }
      }
      return new ImageLister(store.getConf())
          .list(images.toString(), ListingOptions.defaults())
          .images();
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  /**
   * As a run writes its files: S3A copies local ones by another client, with threads of its own.
   */
  private void put(java.nio.file.Path from, Path to) throws IOException {
    try (OutputStream out = store.create(to, true)) {
      Files.copy(from, out);
    }
  }

  private static List<ListedImage> repeated(List<ListedImage> images, int count) {
    return new ArrayList<>(
        IntStream.range(0, count).mapToObj(i -> images.get(i % images.size())).toList());
  }
}
