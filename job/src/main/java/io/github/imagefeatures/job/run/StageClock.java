package io.github.imagefeatures.job.run;

import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Which stage a run is in, and how long each took. */
final class StageClock {
  private final RunListener listener;
  private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
  private Stage current = Stage.STARTING;
  private long since = System.nanoTime();

  StageClock(RunListener listener) {
    this.listener = listener;
    long jvmStarted = ManagementFactory.getRuntimeMXBean().getStartTime();
    seconds.put(Stage.STARTING, (System.currentTimeMillis() - jvmStarted) / 1e3);
  }

  <T> T time(Stage stage, Supplier<T> work) {
    current = stage;
    since = System.nanoTime();
    listener.stageStarted(stage);
    T result = work.get();
    seconds.put(stage, sinceStart());
    return result;
  }

  void time(Stage stage, Runnable work) {
    time(
        stage,
        () -> {
          work.run();
          return null;
        });
  }

  Stage current() {
    return current;
  }

  /** Seconds of the stages so far, the current one included, by the stage's name. */
  Map<String, Double> seconds() {
    Map<Stage, Double> all = new EnumMap<>(seconds);
    all.putIfAbsent(current, sinceStart());
    return byName(all);
  }

  /** Seconds of the stages that have ended, by the stage's name. */
  Map<String, Double> secondsEnded() {
    return byName(seconds);
  }

  private static Map<String, Double> byName(Map<Stage, Double> seconds) {
    Map<String, Double> byName = new LinkedHashMap<>();
    seconds.forEach((stage, time) -> byName.put(stage.key(), Math.round(time * 1000) / 1000.0));
    return byName;
  }

  private double sinceStart() {
    return (System.nanoTime() - since) / 1e9;
  }
}
