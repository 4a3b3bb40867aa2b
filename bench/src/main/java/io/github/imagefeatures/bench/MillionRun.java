package io.github.imagefeatures.bench;

import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.job.run.ImageFeaturesRun;
import io.github.imagefeatures.job.run.RunListener;
import io.github.imagefeatures.network.weights.WeightsDownload;
import io.github.imagefeatures.network.weights.WeightsLocator;
import io.github.imagefeatures.session.SparkSettings;
import io.github.imagefeatures.table.SparkInternals;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/**
 * A run of very many images in a JVM of its own with a heap of its own, and its validation. Prints
 * seconds of each stage and mebibytes of what lies on disk, each after its name and a tab.
 */
final class MillionRun {
  static final String ON_DISK = "on disk: ";

  private MillionRun() {}

  /**
   * @param args how many images, and a folder for the run
   */
  public static void main(String[] args) throws IOException {
    System.setProperty("spark.master", "local[" + Sitting.CORES + "]");
    System.setProperty(
        "spark.hadoop.fs." + NamesFileSystem.SCHEME + ".impl", NamesFileSystem.class.getName());
    try (SparkSession spark =
        SparkSettings.session(
            "image-features million", SparkInternals.Use.AUTO, System.err::println)) {
      CompletedRun run =
          new ImageFeaturesRun(options(args[0], args[1]), spark, noWeights(spark), progress())
              .run();
      run.manifest().seconds().forEach(MillionRun::print);
      long start = System.nanoTime();
      new FinishedRuns(args[1], spark).validate(Optional.empty());
      print("validating", (System.nanoTime() - start) / 1e9);
      printSizes(new File(args[1], "runs").listFiles()[0]);
    }
  }

  private static RunOptions options(String images, String output) {
    return RunOptions.builder(
            NamesFileSystem.SCHEME + "://" + NamesFileSystem.HOST + images + "/", output)
        .network(StubNetwork.NETWORK)
        .weights(Optional.empty(), Optional.empty(), true)
        .pcaTsv(false)
        .build();
  }

  private static WeightsLocator noWeights(SparkSession spark) {
    return new WeightsLocator(
        spark.sparkContext().hadoopConfiguration(),
        List.of(Path.of("no-weights")),
        new WeightsDownload(StubNetwork.NETWORK.published().folder()));
  }

  private static RunListener progress() {
    return new RunListener() {
      @Override
      public void tell(String sentence) {
        System.err.println(sentence);
      }

      @Override
      public void warn(String sentence) {
        System.err.println(sentence);
      }
    };
  }

  private static void printSizes(File run) {
    for (File each : run.listFiles()) {
      double mebibytes = FileUtils.sizeOf(each) / (double) (1 << 20);
      if (each.isDirectory() || mebibytes > 1) {
        print(ON_DISK + each.getName(), mebibytes);
      }
    }
  }

  private static void print(String label, double figure) {
    System.out.printf(Locale.ROOT, "%s\t%.3f%n", label, figure);
  }
}
