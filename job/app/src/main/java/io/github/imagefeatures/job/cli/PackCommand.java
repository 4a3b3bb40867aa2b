package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.console.PackSummary;
import io.github.imagefeatures.job.cli.console.ProgressDisplay;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.PackArguments;
import io.github.imagefeatures.job.pack.Pack;
import io.github.imagefeatures.job.pack.PackOptions;
import io.github.imagefeatures.session.SparkSettings;
import io.github.imagefeatures.table.SparkInternals;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code pack}: folders of images into tars. */
@Command(
    name = "pack",
    customSynopsis = "image-features pack --from=URI --to=URI [OPTIONS]",
    description = {
      "Packs a folder of images into tars, so that a run reads them with a few large requests: each"
          + " file as it is, under its path below the folder. A run of the tars has the labels,"
          + " splits and features that a run of the folder has, and WebDataset reads them, too.",
      "The tars are complete when pack.json is beside them. Started again, an interrupted pack keeps"
          + " the tars that are whole."
    },
    footer = {
      "  image-features pack --from photos --to packed",
      "  image-features pack --from s3a://bucket/photos --to s3a://bucket/packed \\",
      "    --tar-size 1g",
      "  image-features run --images packed --output output"
    })
final class PackCommand extends PackArguments implements Callable<Integer> {
  @ParentCommand private ImageFeatures program;

  @Override
  public Integer call() {
    PackOptions options = options();
    program.console().say(new OptionValues(command().commandLine()));
    try (ProgressDisplay terminal = new ProgressDisplay(program.console());
        SparkSession spark =
            // It reads and writes no table, and so tries nothing.
            SparkSettings.session("image-features pack", SparkInternals.Use.OFF, terminal::warn)) {
      program.interruption().onSignal(program.interrupted(terminal));
      Pack pack = new Pack(options, spark, terminal);
      Pack.Result result = isDryRun() ? pack.plan() : pack.run();
      PackSummary summary = new PackSummary(result, isDryRun());
      program.console().answer(command().commandLine(), result, summary::print);
    }
    return 0;
  }
}
