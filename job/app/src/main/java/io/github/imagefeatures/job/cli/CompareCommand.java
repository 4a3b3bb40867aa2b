package io.github.imagefeatures.job.cli;

import io.github.imagefeatures.job.cli.console.ComparisonTable;
import io.github.imagefeatures.job.cli.options.OptionValues;
import io.github.imagefeatures.job.cli.options.RunSelection;
import io.github.imagefeatures.job.cli.options.SparkOptions;
import io.github.imagefeatures.job.cli.options.UsageCheck;
import io.github.imagefeatures.job.inspect.RunComparison;
import io.github.imagefeatures.session.SparkSettings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code compare}: how two runs differ. */
@Command(
    name = "compare",
    customSynopsis = "image-features compare [--output=URI] [OPTIONS] RUN OTHER",
    description = {
      "Says how two complete runs differ: options, versions, weights, counts, components, variance,"
          + " times, the images that only one of them has, and how far the second's have drifted from"
          + " the first's."
    },
    footer = {
      "  image-features compare --output output RUN-ID OTHER-ID",
      "  image-features compare results/fruit output/runs/RUN-ID --json"
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ImageFeatures program;

  @Option(
      names = "--output",
      paramLabel = "URI",
      description = "Where the folder runs/ is, for runs given by their names.")
  private String output;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "A run's name, or its folder: a path or address with a '/'.")
  private String first;

  @Parameters(index = "1", paramLabel = "OTHER", description = "Another one.")
  private String second;

  @Mixin private SparkOptions sparkOptions;

  @Override
  public Integer call() {
    UsageCheck check = new UsageCheck(spec);
    RunSelection.requireFindable(first, "RUN", output, check, spec);
    RunSelection.requireFindable(second, "RUN", output, check, spec);
    program.console().say(new OptionValues(spec.commandLine()));
    Sessions sessions = new Sessions();
    try {
      RunComparison comparison =
          RunComparison.between(
              first, second, Optional.ofNullable(output), SparkSettings.hadoop(), sessions::open);
      program
          .console()
          .answer(spec.commandLine(), comparison, new ComparisonTable(comparison)::print);
    } finally {
      sessions.close();
    }
    return 0;
  }

  /** The one that comparing images and errors needs, if they are read. */
  private final class Sessions implements AutoCloseable {
    private SparkSession spark;

    SparkSession open() {
      if (spark == null) {
        spark =
            SparkSettings.session(
                "image-features compare", sparkOptions.internals(), program.console()::warn);
      }
      return spark;
    }

    @Override
    public void close() {
      if (spark != null) {
        spark.close();
      }
    }
  }
}
