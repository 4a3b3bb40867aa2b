package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.model.WeightsLocator;
import io.github.imagefeatures.job.run.FinishedRun;
import io.github.imagefeatures.job.run.ImageFeaturesRun;
import io.github.imagefeatures.job.run.RunOptions;
import io.github.imagefeatures.job.run.SparkSettings;
import io.github.imagefeatures.job.tensorflow.TensorFlowRuntime;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Mixin private ImagesOptions images;
  @Mixin private RunFolderOptions folder;
  @Mixin private WeightsOptions weights;
  @Mixin private ReductionOptions reduction;
  @Mixin private WorkOptions work;
  @Mixin private PrintOptions print;

  @Override
  public Integer call() {
    RunOptions options = options();
    TensorFlowRuntime.loadAhead();
    try (Terminal terminal = new Terminal(spec.commandLine(), print.quiet());
        SparkSession spark = SparkSettings.session("image-features")) {
      WeightsLocator locator = WeightsFolders.locator(spark.sparkContext().hadoopConfiguration());
      FinishedRun finished = new ImageFeaturesRun(options, spark, locator, terminal).run();
      terminal.summarise(finished);
    }
    return 0;
  }

  private RunOptions options() {
    UsageCheck check = new UsageCheck(spec);
    return new RunOptions(
        images.images(),
        folder.output(),
        folder.runId(spec),
        weights.model(),
        weights.sha256(check),
        weights.allowUntrained(),
        images.listing(check),
        work.featurize(images.limits(check), check),
        reduction.scaling(),
        reduction.components(check),
        work.maxRejectedFraction(check),
        work.shardSize(check),
        folder.tables(),
        folder.thumbnails(check),
        folder.ifComplete());
  }
}
