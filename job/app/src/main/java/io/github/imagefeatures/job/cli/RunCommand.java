package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.RequirementException;
import io.github.imagefeatures.job.cli.console.PlanSummary;
import io.github.imagefeatures.job.cli.console.ProgressDisplay;
import io.github.imagefeatures.job.cli.console.RunSummary;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.RunArguments;
import io.github.imagefeatures.job.cli.options.WeightsFolders;
import io.github.imagefeatures.job.estimate.Cluster;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.run.DryRun;
import io.github.imagefeatures.job.run.ImageFeaturesRun;
import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.reduce.ScaledPca;
import io.github.imagefeatures.session.SparkSettings;
import io.github.imagefeatures.table.SparkInternals;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code run}: images to features and components. */
@Command(
    name = "run",
    customSynopsis = "image-features run --images=URI --output=URI [OPTIONS]",
    description = {
      "Featurizes every image below a folder and reduces the features to principal components.",
      "Images are found recursively, also in .tar files; an image's label is the name of its"
          + " folder. Results go into OUTPUT/runs/RUN-ID/; the run is complete when manifest.json"
          + " is there."
    },
    footer = {
      "  image-features run --images photos --output output",
      "  image-features run --images photos --output output --dry-run",
      "  image-features run --images s3a://bucket/photos --output s3a://bucket/out \\",
      "    --variance 0.95 --no-csv",
      "  image-features run --images new --output output --fit-from RUN-ID",
      "    (the components of an earlier run, also for one image)",
      "  image-features run --images photos --output output --run-id RUN-ID",
      "    (resumes a run that was interrupted)"
    })
final class RunCommand extends RunArguments implements Callable<Integer> {
  @ParentCommand private ImageFeatures program;

  @Override
  public Integer call() {
    RunOptions options = options();
    Optional<Cluster> cluster = cluster();
    program.console().say(new OptionValues(command().commandLine()));
    if (isDryRun()) {
      plan(options, cluster);
    } else {
      run(options);
    }
    return 0;
  }

  /** Reads and writes no table, and so tries nothing. */
  private static SparkSession planningSession() {
    return SparkSettings.session("image-features dry run", SparkInternals.Use.OFF, warning -> {});
  }

  private void plan(RunOptions options, Optional<Cluster> cluster) {
    try (ProgressDisplay terminal = new ProgressDisplay(program.console());
        SparkSession spark = planningSession()) {
      WeightsLocator locator = WeightsFolders.locator(spark.sparkContext().hadoopConfiguration());
      DryRun.Plan plan = new DryRun(options, spark, locator).plan(cluster, terminal);
      program.console().answer(command().commandLine(), plan, new PlanSummary(plan)::print);
    }
  }

  /** Begins to load the native libraries in the background, while Spark starts. */
  private static void loadLibrariesAhead(Engine engine) {
    Thread loader =
        new Thread(
            () -> {
              Networks.loadLibrary(engine);
              ScaledPca.loadLibrary();
            },
            "load-libraries");
    loader.setDaemon(true);
    // Whoever uses a library next meets the same failure and reports it.
    loader.setUncaughtExceptionHandler((thread, failure) -> {});
    loader.start();
  }

  /** After the run, which is complete: its tables are what people look at next. */
  private void refuseUnmet(Manifest manifest, RunSummary summary) {
    List<String> unmet =
        requirements().stream().flatMap(each -> each.unmetBy(manifest).stream()).toList();
    if (!unmet.isEmpty()) {
      program.console().show(summary::print);
      throw new RequirementException(
          FailureId.REQUIREMENT_UNMET,
          "The run %s is complete, but not as required: %s. Look at its page and findings/, and mend the images or the --require."
              .formatted(manifest.runId(), String.join("; ", unmet)));
    }
  }

  private void run(RunOptions options) {
    loadLibrariesAhead(options.engineOrOwn());
    try (ProgressDisplay terminal = new ProgressDisplay(program.console());
        SparkSession spark = SparkSettings.session("image-features", internals(), terminal::warn)) {
      WeightsLocator locator = WeightsFolders.locator(spark.sparkContext().hadoopConfiguration());
      ImageFeaturesRun run = new ImageFeaturesRun(options, spark, locator, terminal);
      program.interruption().onSignal(program.interrupted(terminal, run::abandon));
      CompletedRun finished = run.run();
      if (!finished.manifest().weights().trained()) {
        terminal.warn("The weights of this run are UNTRAINED: its features have no meaning.");
      }
      RunSummary summary = new RunSummary(finished);
      refuseUnmet(finished.manifest(), summary);
      program.console().answer(command().commandLine(), summary.result(), summary::print);
    }
  }
}
