package io.github.imagefeatures.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The whole run on one Spark master against another. */
final class TwoMasters implements Benchmark {
  private static final String LOCAL = "local[" + Sitting.CORES + "]";

  private final String name;
  private final String what;
  private final String master;
  private final String yardstick;

  private TwoMasters(String name, String what, String master, String yardstick) {
    this.name = name;
    this.what = what;
    this.master = master;
    this.yardstick = yardstick;
  }

  /** Two cores against one. */
  static TwoMasters cores() {
    return new TwoMasters(
        "cores", "All images, from prompt to exit: 2 cores against 1.", LOCAL, "local[1]");
  }

  /** Executors of their own against threads of one JVM. */
  static TwoMasters localCluster() {
    return new TwoMasters(
        "local-cluster",
        "All images, from prompt to exit: two executors, as on a cluster, against one JVM.",
        "local-cluster[2,1,3072]",
        LOCAL);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return what;
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    Turns<TimedRun> turns = sitting.turns();
    for (String each : List.of(master, yardstick)) {
      turns.side(each, () -> TimedRun.ofJob(sitting, sitting.images().folder(), each));
    }
    Map<String, List<TimedRun>> results = turns.run();
    results.forEach((each, runs) -> add(figures, each, runs));
    addRatio(figures, "whole run", results, run -> 1 / run.seconds());
    addRatio(figures, "featurizing", results, TimedRun::imagesPerSecond);
  }

  private static void add(Figures figures, String master, List<TimedRun> runs) {
    figures.add(master + ": whole run", Figures.SECONDS, runs, TimedRun::seconds);
    figures.add(master + ": featurizing", Figures.RATE, runs, TimedRun::imagesPerSecond);
    figures.add(master + ": peak memory", Figures.MEBIBYTES, runs, TimedRun::peakMebibytes);
  }

  private void addRatio(
      Figures figures,
      String label,
      Map<String, List<TimedRun>> results,
      Function<TimedRun, Double> speed) {
    figures.addRatio(
        "%s: speed of %s against %s".formatted(label, master, yardstick),
        results.get(master).stream().map(speed).toList(),
        results.get(yardstick).stream().map(speed).toList(),
        "");
  }
}
