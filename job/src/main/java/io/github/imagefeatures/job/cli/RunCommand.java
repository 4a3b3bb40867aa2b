package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.featurize.FeaturizeOptions;
import io.github.imagefeatures.job.image.ImageLimits;
import io.github.imagefeatures.job.model.WeightsLocator;
import io.github.imagefeatures.job.reduce.ComponentChoice;
import io.github.imagefeatures.job.reduce.Scaling;
import io.github.imagefeatures.job.run.FinishedRun;
import io.github.imagefeatures.job.run.IfComplete;
import io.github.imagefeatures.job.run.ImageFeaturesRun;
import io.github.imagefeatures.job.run.RunOptions;
import io.github.imagefeatures.job.run.SparkSettings;
import io.github.imagefeatures.job.source.ListingOptions;
import io.github.imagefeatures.job.tensorflow.TensorFlowRuntime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code run}: images to features and components. */
@Command(
    name = "run",
    description = {
      "Featurizes every image below a folder and reduces the features to principal components.",
      "Images are found recursively, also in .tar files; an image's label is the name of its folder. Results go into"
          + " OUTPUT/runs/RUN-ID/; the run is complete when manifest.json is there."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "URI",
      description =
          "Folder of the images, or a single .tar of them: a path, s3a://bucket/prefix, hdfs://... Never a glob.")
  private String images;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "URI",
      description = "Where the folder runs/ is or shall be.")
  private String output;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name of the run; by default made from the time. The name of an unfinished run goes on with it.")
  private String runId;

  @Option(
      names = "--model",
      paramLabel = "FILE|URI",
      description =
          "Keras Applications' MobileNetV2 weights (HDF5); by default looked for in models/, then downloaded.")
  private String model;

  @Option(
      names = "--model-sha256",
      paramLabel = "HEX",
      description = "What the file named with --model must have: vouches for a file of your own.")
  private String modelSha256;

  @Option(
      names = "--allow-untrained",
      description =
          "When no weights can be had, go on with random ones: a rehearsal, its features mean nothing.")
  private boolean allowUntrained;

  @ArgGroup private Kept kept = new Kept();

  /** Either a share of the variance or a number of components. */
  static final class Kept {
    @Option(
        names = "--variance",
        paramLabel = "SHARE",
        description =
            "Keep as few components as explain this share of the variance, above 0 to 1. Default: 0.99")
    private Double variance;

    @Option(names = "--components", paramLabel = "N", description = "Keep this many components.")
    private Integer components;
  }

  @Option(
      names = "--scaling",
      paramLabel = "standard|none",
      defaultValue = "standard",
      description = "Before the components: standardise every feature, or not. Default: standard")
  private Scaling scaling;

  @Option(
      names = "--glob",
      paramLabel = "PATTERN",
      defaultValue = ListingOptions.DEFAULT_GLOB,
      description =
          "File names that are images; upper and lower case are the same. Default: ${DEFAULT-VALUE}")
  private String glob;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Take only N images, spread evenly over all; 0 takes all. Default: 0")
  private long limit;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Cut the work into N equal tasks; by default by the number of cores.")
  private Integer partitions;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "" + FeaturizeOptions.DEFAULT_BATCH_SIZE,
      description = "Images in one forward pass, 1 to 64. Default: ${DEFAULT-VALUE}")
  private int batchSize;

  @Option(
      names = "--max-rejected-fraction",
      paramLabel = "F",
      defaultValue = "" + RunOptions.DEFAULT_MAX_REJECTED_FRACTION,
      description =
          "Fail, after writing rejected/, when more than this share of the images is rejected. Default: ${DEFAULT-VALUE}")
  private double maxRejectedFraction;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      defaultValue = "" + ImageLimits.DEFAULT_MAX_BYTES,
      description = "Reject larger files. Default: ${DEFAULT-VALUE}")
  private long maxBytes;

  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "" + ImageLimits.DEFAULT_MAX_PIXELS,
      description = "Reject larger pictures. Default: ${DEFAULT-VALUE}")
  private long maxPixels;

  @Option(
      names = "--shard-size",
      paramLabel = "N",
      defaultValue = "" + RunOptions.DEFAULT_SHARD_SIZE,
      description =
          "Commit features every N images; a killed run computes at most these again. Default: ${DEFAULT-VALUE}")
  private int shardSize;

  @Option(names = "--no-csv", description = "Do not write pca.tsv.")
  private boolean noCsv;

  @Option(
      names = "--if-complete",
      paramLabel = "refuse|succeed",
      defaultValue = "refuse",
      description =
          "When the run of that --run-id is complete already: refuse, or succeed without doing anything if program, options, weights and images are the same. Default: refuse")
  private IfComplete ifComplete;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but failures.")
  private boolean quiet;

  @Override
  public Integer call() {
    RunOptions options = options();
    TensorFlowRuntime.loadAhead();
    try (Terminal terminal = new Terminal(spec.commandLine(), quiet);
        SparkSession spark = SparkSettings.session("image-features")) {
      WeightsLocator locator = WeightsFolders.locator(spark.sparkContext().hadoopConfiguration());
      FinishedRun finished = new ImageFeaturesRun(options, spark, locator, terminal).run();
      terminal.summarise(finished);
    }
    return 0;
  }

  private RunOptions options() {
    if (runId != null) {
      RunSelection.requireValid(runId, spec);
    }
    if (modelSha256 != null && model == null) {
      throw usage("--model-sha256 vouches for the file named with --model: name it.");
    }
    if (!(maxRejectedFraction >= 0 && maxRejectedFraction <= 1)) {
      throw usage("--max-rejected-fraction is 0 to 1, not " + maxRejectedFraction + ".");
    }
    if (shardSize < 1) {
      throw usage("--shard-size is 1 or more, not " + shardSize + ".");
    }
    return new RunOptions(
        images,
        output,
        Optional.ofNullable(runId),
        Optional.ofNullable(model),
        Optional.ofNullable(modelSha256),
        allowUntrained,
        checked("--glob or --limit", () -> new ListingOptions(glob, limit)),
        featurizeOptions(),
        scaling,
        checked("--variance or --components", this::componentChoice),
        maxRejectedFraction,
        shardSize,
        !noCsv,
        ifComplete);
  }

  private FeaturizeOptions featurizeOptions() {
    OptionalInt tasks = partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions);
    ImageLimits limits =
        checked("--max-bytes or --max-pixels", () -> new ImageLimits(maxBytes, maxPixels));
    return checked(
        "--partitions or --batch-size", () -> new FeaturizeOptions(tasks, batchSize, limits));
  }

  private ComponentChoice componentChoice() {
    if (kept.components != null) {
      return new ComponentChoice.Fixed(kept.components);
    }
    return new ComponentChoice.Variance(kept.variance == null ? 0.99 : kept.variance);
  }

  private <T> T checked(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw usage(option + ": " + e.getMessage());
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
