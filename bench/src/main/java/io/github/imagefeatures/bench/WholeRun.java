package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The whole run against the usual pipeline, or four times the images against a script. */
final class WholeRun implements Benchmark {
  private static final String OURS = "image-features";

  private final boolean fourfold;

  private WholeRun(boolean fourfold) {
    this.fourfold = fourfold;
  }

  /** The images as they are; the yardstick is the PySpark pipeline. */
  static WholeRun once() {
    return new WholeRun(false);
  }

  /** The images under four parents; the yardstick is the ONNX script. */
  static WholeRun fourfold() {
    return new WholeRun(true);
  }

  @Override
  public String name() {
    return fourfold ? "whole-run-fourfold" : "whole-run";
  }

  @Override
  public String what() {
    return fourfold
        ? "Four times the images, from prompt to exit, against onnx_script.py."
        : "All images, from prompt to exit, against pyspark_keras_pipeline.py --pca.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    BenchImages images = fourfold ? sitting.images().fourfold() : sitting.images();
    Turns<TimedRun> turns = sitting.turns();
    turns.side(
        OURS,
        () ->
            TimedRun.ofJob(
                sitting,
                images.folder(),
                Map.of("IMAGE_FEATURES_MASTER", "local[" + Sitting.CORES + "]")));
    boolean withPeer = sitting.peers().isPresent() && isPossible(sitting, figures);
    if (withPeer) {
      Peers peers = sitting.peers().get();
      turns.side(peerName(), () -> peer(sitting, peers, images.folder()));
    }
    Map<String, List<TimedRun>> results = turns.run();
    figures.note(String.format(Locale.ROOT, "%,d images.", images.count()));
    add(figures, results.get(OURS));
    if (withPeer) {
      addPeer(figures, results.get(OURS), results.get(peerName()));
    }
  }

  private boolean isPossible(Sitting sitting, Figures figures) {
    boolean possible = fourfold || sitting.weights().provenance().trained();
    if (!possible) {
      figures.note("Without trained weights the PySpark pipeline has none to load: skipped.");
    }
    return possible;
  }

  private static void add(Figures figures, List<TimedRun> runs) {
    figures.add(OURS + ": whole run", Figures.SECONDS, runs, TimedRun::seconds);
    for (String stage : runs.get(0).stages().keySet()) {
      figures.add("of it " + stage, Figures.SECONDS, runs, run -> run.stages().get(stage));
    }
    figures.add("of it launcher and exit", Figures.SECONDS, runs, TimedRun::outsideStages);
    figures.add("start of the JVM to features", Figures.SECONDS, runs, TimedRun::startToFeatures);
    figures.add("features to manifest", Figures.SECONDS, runs, TimedRun::featuresToManifest);
    figures.add("featurizing", Figures.RATE, runs, TimedRun::imagesPerSecond);
    figures.add("peak memory", Figures.MEBIBYTES, runs, TimedRun::peakMebibytes);
  }

  private void addPeer(Figures figures, List<TimedRun> ours, List<TimedRun> theirs) {
    figures.add(peerName() + ": whole run", Figures.SECONDS, theirs, TimedRun::seconds);
    for (String stage : theirs.get(0).stages().keySet()) {
      figures.add(
          peerName() + ": of it " + stage,
          Figures.SECONDS,
          theirs,
          run -> run.stages().getOrDefault(stage, 0.0));
    }
    figures.add(peerName() + ": peak memory", Figures.MEBIBYTES, theirs, TimedRun::peakMebibytes);
    figures.addRatio(
        "speed against " + peerName(),
        theirs.stream().map(TimedRun::seconds).toList(),
        ours.stream().map(TimedRun::seconds).toList(),
        fourfold ? "at least 0.95" : "at least 3.0");
  }

  private String peerName() {
    return fourfold ? "onnx_script.py" : "pyspark_keras_pipeline.py";
  }

  private TimedRun peer(Sitting sitting, Peers peers, Path images) throws IOException {
    Path out = sitting.emptyFolder("peer").resolve("out");
    Path log = sitting.log(peerName());
    return TimedRun.ofPeer(
        fourfold
            ? peers.onnxScript(images, out, log)
            : peers.pysparkKeras(images, sitting.weights().provenance().source(), out, log));
  }
}
