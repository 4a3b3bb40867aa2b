package io.github.imagefeatures.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The whole run in one setting against another. */
final class TwoSettings implements Benchmark {
  private static final String LOCAL = "local[" + Sitting.CORES + "]";
  private static final String MASTER = "IMAGE_FEATURES_MASTER";

  private final String name;
  private final String what;
  private final Side side;
  private final Side yardstick;

  /** A setting: what it is called, and a variable of the program. */
  private record Side(String name, String variable, String value) {
    static Side on(String master) {
      return new Side(master, MASTER, master);
    }
  }

  private TwoSettings(String name, String what, Side side, Side yardstick) {
    this.name = name;
    this.what = what;
    this.side = side;
    this.yardstick = yardstick;
  }

  /** Two cores against one. */
  static TwoSettings cores() {
    return new TwoSettings(
        "cores",
        "All images, from prompt to exit: 2 cores against 1.",
        Side.on(LOCAL),
        Side.on("local[1]"));
  }

  /** Executors of their own against threads of one JVM. */
  static TwoSettings localCluster() {
    return new TwoSettings(
        "local-cluster",
        "All images, from prompt to exit: two executors, as on a cluster, against one JVM.",
        Side.on("local-cluster[2,1,3072]"),
        Side.on(LOCAL));
  }

  /** Spark's public interface against what the job uses of its internals. */
  static TwoSettings internals() {
    String variable = "IMAGE_FEATURES_SPARK_INTERNALS";
    return new TwoSettings(
        "internals",
        "All images, from prompt to exit: --spark-internals off, Spark's public interface alone, against auto.",
        new Side("off", variable, "off"),
        new Side("auto", variable, "auto"));
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
    for (Side each : List.of(side, yardstick)) {
      turns.side(
          each.name(), () -> TimedRun.ofJob(sitting, sitting.images().folder(), settings(each)));
    }
    Map<String, List<TimedRun>> results = turns.run();
    results.forEach((each, runs) -> add(figures, each, runs));
    addRatio(figures, "whole run", results, run -> 1 / run.seconds());
    addRatio(figures, "featurizing", results, TimedRun::imagesPerSecond);
  }

  private static Map<String, String> settings(Side side) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(MASTER, LOCAL);
    settings.put(side.variable(), side.value());
    return settings;
  }

  private static void add(Figures figures, String setting, List<TimedRun> runs) {
    figures.add(setting + ": whole run", Figures.SECONDS, runs, TimedRun::seconds);
    figures.add(setting + ": featurizing", Figures.RATE, runs, TimedRun::imagesPerSecond);
    figures.add(setting + ": peak memory", Figures.MEBIBYTES, runs, TimedRun::peakMebibytes);
  }

  private void addRatio(
      Figures figures,
      String label,
      Map<String, List<TimedRun>> results,
      Function<TimedRun, Double> speed) {
    figures.addRatio(
        "%s: speed of %s against %s".formatted(label, side.name(), yardstick.name()),
        results.get(side.name()).stream().map(speed).toList(),
        results.get(yardstick.name()).stream().map(speed).toList(),
        "");
  }
}
