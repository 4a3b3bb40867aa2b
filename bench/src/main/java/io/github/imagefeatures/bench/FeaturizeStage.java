package io.github.imagefeatures.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The featurize stage against the forward pass alone: what everything but the model costs. */
final class FeaturizeStage implements Benchmark {
  private static final String STAGE = "files to features Parquet";
  private static final String FORWARD = "forward pass alone";

  @Override
  public String name() {
    return "featurize";
  }

  @Override
  public String what() {
    return "Files to features Parquet in a warm session, against our own forward pass alone.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    FeaturizedFolder.warm(sitting);
    String images = sitting.images().folder().toString();
    Turns<Double> turns = sitting.turns();
    try (ModelCallers model = new ModelCallers(sitting.weights().loaded())) {
      turns.side(
          STAGE,
          () ->
              FeaturizedFolder.of(sitting, images, sitting.emptyFolder("features"))
                  .imagesPerSecond());
      turns.side(FORWARD, () -> model.imagesPerSecond(sitting.effort().forwardPasses()));
      add(figures, turns.run());
    }
  }

  private static void add(Figures figures, Map<String, List<Double>> rates) {
    figures.add(STAGE, Figures.RATE, rates.get(STAGE));
    figures.add(FORWARD, Figures.RATE, rates.get(FORWARD));
    figures.addRatio(
        "speed against the forward pass alone",
        rates.get(STAGE),
        rates.get(FORWARD),
        "at least 0.92");
    figures.add(
        "all but the forward pass",
        "core ms/image",
        IntStream.range(0, rates.get(STAGE).size())
            .mapToObj(
                i -> coreMillis(rates.get(STAGE).get(i)) - coreMillis(rates.get(FORWARD).get(i)))
            .toList());
  }

  private static double coreMillis(double imagesPerSecond) {
    return 1000 * Sitting.CORES / imagesPerSecond;
  }
}
