package io.github.imagefeatures.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** Images in a store that takes its time, against the same images on local disk. */
final class SlowStore implements Benchmark {
  private static final String LOCAL = "local disk";
  private static final String SLOW = "slow store";

  @Override
  public String name() {
    return "slow-store";
  }

  @Override
  public String what() {
    return "Listing and files to features Parquet in a warm session: a store that takes 30 ms for"
        + " every open and 100 ms for every folder listed, against local disk.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    FeaturizedFolder.warm(sitting);
    Configuration hadoop = sitting.spark().sparkContext().hadoopConfiguration();
    hadoop.set("fs.%s.impl".formatted(SlowFileSystem.SCHEME), SlowFileSystem.class.getName());
    String folder = sitting.images().folder().toAbsolutePath().toString();
    Turns<FeaturizedFolder> turns = sitting.turns();
    turns.side(LOCAL, () -> featurized(sitting, folder));
    turns.side(SLOW, () -> featurized(sitting, SlowFileSystem.SCHEME + "://" + folder));
    Map<String, List<FeaturizedFolder>> results = turns.run();
    results.forEach((side, runs) -> add(figures, side, runs));
    figures.addRatio(
        "speed against local disk",
        results.get(LOCAL).stream().map(FeaturizedFolder::seconds).toList(),
        results.get(SLOW).stream().map(FeaturizedFolder::seconds).toList(),
        "at least 0.90");
  }

  private static FeaturizedFolder featurized(Sitting sitting, String images) throws IOException {
    return FeaturizedFolder.of(sitting, images, sitting.emptyFolder("features"));
  }

  private static void add(Figures figures, String side, List<FeaturizedFolder> runs) {
    figures.add(side + ": listing", Figures.SECONDS, runs, FeaturizedFolder::listingSeconds);
    figures.add(side + ": featurizing", Figures.SECONDS, runs, FeaturizedFolder::featurizeSeconds);
    figures.add(side + ": featurizing", Figures.RATE, runs, FeaturizedFolder::imagesPerSecond);
  }
}
