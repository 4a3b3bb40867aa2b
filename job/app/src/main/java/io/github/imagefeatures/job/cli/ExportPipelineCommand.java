package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.RunSelection;
import io.github.imagefeatures.job.cli.options.SparkOptions;
import io.github.imagefeatures.job.cli.options.UsageCheck;
import io.github.imagefeatures.job.cli.options.WeightsFolders;
import io.github.imagefeatures.job.export.PipelineExport;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.session.SparkSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code export-pipeline}: a run's way from image to components, for other Spark programs. */
@Command(
    name = "export-pipeline",
    customSynopsis = "image-features export-pipeline --run=RUN --to=DIR [OPTIONS]",
    description = {
      "Writes a run's way from image to components as one model of Spark ML: the network with its"
          + " weights, scaling, components. Java, Scala and PySpark load it with this program's JAR"
          + " on the class path."
    },
    footer = {
      "  image-features export-pipeline --output output --run RUN-ID --to pipeline",
      "  image-features export-pipeline --run s3a://bucket/out/runs/RUN-ID \\",
      "    --to s3a://bucket/pipeline"
    })
final class ExportPipelineCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "RUN",
      description = "A run's name, or its folder: a path or address with a '/'.")
  private String run;

  @Option(
      names = "--output",
      paramLabel = "URI",
      description = "Where the folder runs/ is, for a run given by its name.")
  private String output;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "A folder that does not exist yet, a path or an address.")
  private String to;

  @Option(
      names = "--model",
      paramLabel = "FILE|URI",
      description =
          "The weights or ONNX file of the run, if it is neither in models/ nor where the run found"
              + " it.")
  private String model;

  @Mixin private SparkOptions sparkOptions;

  /**
   * What was written, for programs.
   *
   * @param runId the run that it was made of
   * @param pipeline the folder
   */
  record Result(String runId, String pipeline) {}

  @Override
  public Integer call() {
    RunSelection.requireFindable(run, "--run", output, new UsageCheck(spec), spec);
    RunFolder.requireNoPassword("The address of the run", run);
    program.console().say(new OptionValues(spec.commandLine()));
    try (SparkSession spark =
        SparkSettings.session(
            "image-features export-pipeline", sparkOptions.internals(), program.console()::warn)) {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      CompletedRun finished = CompletedRun.named(run, Optional.ofNullable(output), hadoop);
      String pipeline =
          RunFolder.shown(
              new PipelineExport(finished, spark)
                  .write(to, Optional.ofNullable(model), WeightsFolders.locator(hadoop))
                  .toString());
      if (!finished.manifest().weights().trained()) {
        program
            .console()
            .warn("The weights of this pipeline are UNTRAINED: its features have no meaning.");
      }
      program
          .console()
          .answer(
              spec.commandLine(),
              new Result(finished.runId(), pipeline),
              out -> out.println(pipeline));
    }
    return 0;
  }
}
