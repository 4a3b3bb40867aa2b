package io.github.imagefeatures.bench;

import io.github.imagefeatures.network.weights.Weights;
import io.github.imagefeatures.session.SparkSettings;
import io.github.imagefeatures.table.SparkInternals;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;

/** What the benchmarks of one call share. */
final class Sitting implements AutoCloseable {
  /** Every figure is one of two cores. */
  static final int CORES = 2;

  private final Path home;
  private final Path work;
  private final BenchImages images;
  private final Weights weights;
  private final Optional<Peers> peers;
  private final int repeats;
  private final Effort effort;
  private final PrintWriter progress;
  private SparkSession spark;

  Sitting(
      Path home,
      Path work,
      BenchImages images,
      Weights weights,
      Optional<Peers> peers,
      int repeats,
      Effort effort,
      PrintWriter progress) {
    this.home = home;
    this.work = work;
    this.images = images;
    this.weights = weights;
    this.peers = peers;
    this.repeats = repeats;
    this.effort = effort;
    this.progress = progress;
  }

  /** The checkout. */
  Path home() {
    return home;
  }

  BenchImages images() {
    return images;
  }

  Weights weights() {
    return weights;
  }

  Optional<Peers> peers() {
    return peers;
  }

  int repeats() {
    return repeats;
  }

  Effort effort() {
    return effort;
  }

  <T> Turns<T> turns() {
    return new Turns<>(repeats, progress);
  }

  /** A folder that a benchmark may fill; what it held before is gone. */
  Path emptyFolder(String name) throws IOException {
    Path folder = work.resolve(name);
    FileUtils.deleteDirectory(folder.toFile());
    return Files.createDirectories(folder);
  }

  /** Where the output of commands is kept. */
  Path log(String name) {
    return work.resolve("logs").resolve(name);
  }

  /** The session of this JVM, set up as the job sets up its own. */
  SparkSession spark() {
    if (spark == null) {
      System.setProperty("spark.master", "local[" + CORES + "]");
      spark =
          SparkSettings.session(
              "image-features bench",
              SparkInternals.Use.AUTO,
              warning -> System.err.println(warning));
    }
    return spark;
  }

  @Override
  public void close() throws IOException {
    if (spark != null) {
      spark.close();
    }
    for (String name :
        new String[] {
          "run", "peer", "features", "rows", "networks", "simulated", "million", "packed"
        }) {
      FileUtils.deleteDirectory(work.resolve(name).toFile());
    }
  }
}
