package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.folder.Stage;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which stage a run is in, and how long each took. */
final class StageClock {
  private static final Logger LOG = LoggerFactory.getLogger(StageClock.class);

  private final RunListener listener;
  private final Map<Stage, Double> seconds = new EnumMap<>(Stage.class);
  private Stage current = Stage.STARTING;
  private long since = System.nanoTime();

  StageClock(RunListener listener) {
    this.listener = listener;
    long jvmStarted = ManagementFactory.getRuntimeMXBean().getStartTime();
    seconds.put(Stage.STARTING, (System.currentTimeMillis() - jvmStarted) / 1e3);
  }

  /**
   * Does the work of a stage.
   *
   * @param told what came of it, for the log: counts and bytes
   */
  <T> T time(Stage stage, Supplier<T> work, Function<T, String> told) {
    current = stage;
    since = System.nanoTime();
    listener.stageStarted(stage);
    LOG.info("Stage {} begins", stage.key());
    T result = work.get();
    seconds.put(stage, sinceStart());
    LOG.info("Stage {}: {} in {} s", stage.key(), told.apply(result), seconds.get(stage));
    return result;
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
