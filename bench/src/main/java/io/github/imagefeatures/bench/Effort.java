package io.github.imagefeatures.bench;

import io.github.imagefeatures.network.weights.Networks;
import java.util.Map;

/**
 * How much a benchmark does.
 *
 * @param forwardPasses images that each caller of the model takes through it in one turn
 * @param networkImages images that are featurized with each network from an ONNX file
 * @param fitRows rows of the larger fit
 * @param fitNumbers numbers of each row that is fitted, the first of its features
 * @param settings variables of every run of the job that is started
 * @param simulatedImages names in the simulated store
 * @param simulatedShard images of its shards
 * @param millionImages images of the run of a million
 * @param jmhMillis one iteration of the micro-benchmarks
 * @param jmhIterations the iterations of warming up, and again of measuring
 * @param forked whether each micro-benchmark gets JVMs of its own
 * @param photograph width and height in pixels of large JPEGs
 * @param photographs how many of them are featurized
 */
record Effort(
    int forwardPasses,
    int networkImages,
    int fitRows,
    int fitNumbers,
    Map<String, String> settings,
    long simulatedImages,
    int simulatedShard,
    long millionImages,
    int jmhMillis,
    int jmhIterations,
    boolean forked,
    int[] photograph,
    int photographs) {
  /** What figures are made with. */
  static final Effort FULL =
      new Effort(
          800,
          1000,
          22_688,
          Networks.DEFAULT.features(),
          Map.of(),
          10_000_000,
          1_000_000,
          1_000_000,
          1000,
          3,
          true,
          new int[] {4000, 3000},
          48);

  /**
   * Shows that a benchmark runs; its figures mean nothing. The rows of the fits are short, as each
   * of MLlib's takes ten seconds of a processor for rows of the network's length.
   */
  static final Effort SMOKE =
      new Effort(
          8,
          20,
          60,
          40,
          Map.of(
              "IMAGE_FEATURES_NEIGHBOURS", "0",
              "IMAGE_FEATURES_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:ParallelGCThreads=1"),
          3_000,
          1_000,
          200,
          20,
          1,
          false,
          new int[] {400, 300},
          4);
}
