package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.job.cli.console.ProbeTable;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.ProbeArguments;
import io.github.imagefeatures.job.cli.options.WeightsFolders;
import io.github.imagefeatures.job.probe.Probe;
import io.github.imagefeatures.job.probe.ProbeOptions;
import io.github.imagefeatures.job.probe.ProbeReport;
import io.github.imagefeatures.session.SparkSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code probe}: what only the machines themselves can tell. */
@Command(
    name = "probe",
    customSynopsis = "image-features probe --output=URI [OPTIONS]",
    description = {
      "Asks the machines and the store that a run would have: versions, Spark's internals,"
          + " executors and their nodes, native libraries, how ten rows are committed, encryption,"
          + " the store's rates, images per second and what they cost. Takes a minute or two.",
      "Writes OUTPUT/probe.json, and removes all else that it wrote. A check that fails stops no"
          + " other; the exit code is then 7."
    },
    footer = {
      "  image-features probe --output output",
      "  image-features probe --output s3a://bucket/out --node-price 0.24"
    })
final class ProbeCommand extends ProbeArguments implements Callable<Integer> {
  @ParentCommand private ImageFeatures program;

  @Override
  public Integer call() {
    ProbeOptions options = options();
    program.console().say(new OptionValues(command().commandLine()));
    List<String> warnings = new ArrayList<>();
    try (SparkSession spark =
        SparkSettings.session("image-features probe", internals(), warnings::add)) {
      Probe probe =
          new Probe(
              options,
              spark,
              warnings,
              WeightsFolders.locator(spark.sparkContext().hadoopConfiguration()));
      ProbeReport report = probe.run();
      ProbeTable table = new ProbeTable(report);
      try {
        probe.leave(report);
      } catch (JobException failed) {
        program.console().show(table::print);
        throw failed;
      }
      program.console().answer(command().commandLine(), report, table::print);
    }
    return 0;
  }
}
