package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.job.estimate.Cluster;
import io.github.imagefeatures.job.options.IfComplete;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.onnx.Pooling;
import io.github.imagefeatures.reduce.Scaling;
import io.github.imagefeatures.table.SparkInternals;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * All options of {@code run}, and what is made of them. Nothing here needs Spark, so that a
 * deployment checks the options of a run with the very parser that will read them on the cluster.
 */
@Command(name = "run")
public class RunArguments {
  @Spec private CommandSpec spec;

  @Mixin private ImagesOptions images;
  @Mixin private RunFolderOptions folder;
  @Mixin private WeightsOptions weights;
  @Mixin private ReductionOptions reduction;
  @Mixin private WorkOptions work;
  @Mixin private DryRunOptions beforehand;
  @Mixin private SparkOptions spark;

  /**
   * Has a program read the options that take one of a few words.
   *
   * @param program with the command {@code run}, or that command itself
   */
  public static void registerChoices(CommandLine program) {
    Choices.register(Scaling.class, program);
    Choices.register(Resampling.class, program);
    Choices.register(Orientation.class, program);
    Choices.register(IfComplete.class, program);
    Choices.register(SparkInternals.Use.class, program);
    Choices.register(Engine.class, program);
    Choices.register(Pooling.class, program);
  }

  /**
   * What the run is asked to do.
   *
   * @return the options, each within its range
   * @throws UsageException for the first that is not
   */
  public final RunOptions options() {
    UsageCheck check = new UsageCheck(spec);
    work.requirements(folder.neighbours(check), check);
    return RunOptions.builder(images.images(), folder.output())
        .runId(folder.runId(spec))
        .onnx(weights.onnx(check))
        .engine(weights.engine())
        .weights(weights.model(), weights.sha256(check), weights.allowUntrained())
        .listing(images.listing(check))
        .featurize(work.featurize(images.limits(check), check))
        .scaling(reduction.scaling())
        .components(reduction.components(check))
        .featuresOnly(reduction.featuresOnly(check))
        .fitFrom(reduction.fitFrom(check))
        .maxRejectedFraction(work.maxRejectedFraction(check))
        .shardSize(work.shardSize(check))
        .pcaTsv(folder.pcaTsv())
        .thumbnails(folder.thumbnails(check))
        .neighbours(folder.neighbours(check))
        .incremental(work.incremental())
        .ifComplete(folder.ifComplete())
        .build();
  }

  /** {@return what the finished run must be like} */
  protected final List<Requirement> requirements() {
    UsageCheck check = new UsageCheck(spec);
    return work.requirements(folder.neighbours(check), check);
  }

  /** {@return whether the run is only thought through} */
  protected final boolean isDryRun() {
    return beforehand.dryRun();
  }

  /**
   * The cluster for which the run is thought through.
   *
   * @return empty for this machine
   * @throws UsageException when it is not a cluster, or named without a dry run
   */
  protected final Optional<Cluster> cluster() {
    return beforehand.cluster(new UsageCheck(spec));
  }

  /** {@return whether Spark's internals are used} */
  protected final SparkInternals.Use internals() {
    return spark.internals();
  }

  /** {@return the command as it was parsed} */
  protected final CommandSpec command() {
    return spec;
  }
}
