package io.github.imagefeatures.bench;

import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program behind {@code make bench}: {@code bench/bin/bench}. */
@Command(
    name = "bench",
    description = {
      "Measures the job and writes bench/target/bench.json and a table.",
      "Figures of benchmarks that are not run this time stay in bench.json."
    },
    mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
  static final List<Benchmark> ALL =
      List.of(
          WholeRun.byDefault(),
          WholeRun.besideScript(),
          WholeRun.fourfold(),
          WholeRun.few(),
          new Photographs(),
          TwoSettings.cores(),
          TwoSettings.localCluster(),
          TwoSettings.internals(),
          new ForwardPass(),
          new OtherNetworks(),
          new FeaturizeStage(),
          new SlowStore(),
          new SimulatedStore(),
          new MillionImages(),
          new Packing(),
          new FitComparison(),
          new Preprocessing());

  private static final long UNTRAINED_SEED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Run these, comma between them; by default all.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "3",
      description = "Measure each figure so many times. Default: ${DEFAULT-VALUE}")
  private int repeats;

  @Option(
      names = "--images",
      paramLabel = "DIR|TAR",
      description =
          "By default the 5,000 images of ../shared; where they are not there, pictures are drawn.")
  private Optional<Path> images = Optional.empty();

  @Option(
      names = "--peers",
      description =
          "Run the yardsticks too, in the venvs below bench/.venv: make bench PEER=1 makes them.")
  private boolean peers;

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = "Also put the table between the marker lines of this document.")
  private Optional<Path> document = Optional.empty();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "Write bench.json, logs and what is measured here. Default: bench/target of the checkout")
  private Optional<Path> results = Optional.empty();

  @Option(
      names = "--smoke",
      description = "Do next to nothing: shows that the benchmarks run; the figures mean nothing.")
  private boolean smoke;

  @Option(names = "--list", description = "Say what benchmarks there are, and end.")
  private boolean list;

  private final Path home = Path.of(System.getProperty("imagefeatures.home", ""));

  /**
   * Runs benchmarks and ends the JVM.
   *
   * @param args options
   */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /**
   * Runs benchmarks.
   *
   * @return 0 when all were run, 1 when one could not be, 2 when the options are wrong
   */
  static int execute(String... args) {
    return new CommandLine(new Bench())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              failure.printStackTrace(command.getErr());
              return 1;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws IOException {
    if (list) {
      ALL.forEach(each -> out().printf("%-20s %s%n", each.name(), each.what()));
      return 0;
    }
    List<Benchmark> wanted = wanted();
    if (document.isPresent()) {
      MarkdownTable.requireMarkers(document.get());
    }
    Path json = results().resolve(smoke ? "smoke.json" : "bench.json");
    BenchReport report = BenchReport.of(json, Machine.describe(Peers.requirements(home)));
    try (Sitting sitting = sitting()) {
      for (Benchmark benchmark : wanted) {
        report = report.with(measured(benchmark, sitting), names());
        report.write(json);
      }
    }
    if (document.isPresent()) {
      MarkdownTable.into(document.get(), report);
    }
    out().println();
    out().println(MarkdownTable.of(report));
    out().println("All values: " + json);
    return 0;
  }

  private List<Benchmark> wanted() {
    for (String name : only) {
      if (!names().contains(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "There is no benchmark '%s'; there are %s."
                .formatted(name, String.join(", ", names())));
      }
    }
    if (repeats < 1) {
      throw new ParameterException(
          spec.commandLine(), "--repeats is 1 or more, not " + repeats + ".");
    }
    return only.isEmpty() ? ALL : ALL.stream().filter(each -> only.contains(each.name())).toList();
  }

  private static List<String> names() {
    return ALL.stream().map(Benchmark::name).toList();
  }

  private Sitting sitting() throws IOException {
    return new Sitting(
        home,
        results().resolve("work"),
        BenchImages.find(images, home),
        weights(),
        peers ? Optional.of(Peers.of(home)) : Optional.empty(),
        repeats,
        smoke ? Effort.SMOKE : Effort.FULL,
        progress());
  }

  private Path results() {
    return results.orElseGet(() -> home.resolve("bench/target"));
  }

  private Weights weights() {
    List<Path> folders = List.of(home.resolve("models"), home.resolve("../shared/models"));
    try {
      return new WeightsLocator(new Configuration(), folders, new WeightsDownload())
          .find(Networks.DEFAULT);
    } catch (WeightsException none) {
      progress().println(none.getMessage() + " Continuing with UNTRAINED weights: as fast.");
      return Weights.untrained(Networks.DEFAULT, UNTRAINED_SEED);
    }
  }

  private BenchReport.Entry measured(Benchmark benchmark, Sitting sitting) throws IOException {
    progress().println(benchmark.name() + ": " + benchmark.what());
    Figures figures = new Figures();
    benchmark.run(sitting, figures);
    return new BenchReport.Entry(
        benchmark.name(),
        benchmark.what(),
        Instant.now().truncatedTo(ChronoUnit.MINUTES).toString(),
        sitting.images().description(),
        sitting.weights().provenance().trained() ? "trained weights" : "UNTRAINED weights",
        sitting.repeats(),
        figures.notes(),
        figures.all().stream().map(BenchReport.Line::of).toList());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter progress() {
    return spec.commandLine().getErr();
  }
}
