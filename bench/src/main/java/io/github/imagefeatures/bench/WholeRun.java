package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whole runs, from prompt to exit, beside other programs that do the same. */
final class WholeRun implements Benchmark {
  private static final String OURS = "image-features";

  /** As many images as the project's own sample has. */
  private static final int FEW = 393;

  /** What no yardstick makes. */
  private static final Map<String, String> NO_MORE_THAN_THEY =
      Map.of("IMAGE_FEATURES_NEIGHBOURS", "0", "IMAGE_FEATURES_THUMBNAILS", "0");

  private final String name;
  private final String what;
  private final Map<String, String> variables;
  private final Yardstick yardstick;
  private final String wanted;
  private final boolean fourfold;

  private enum Yardstick {
    NONE(""),
    PYSPARK("pyspark_keras_pipeline.py"),
    SCRIPT("onnx_script.py");

    private final String script;

    Yardstick(String script) {
      this.script = script;
    }
  }

  private WholeRun(
      String name,
      String what,
      Map<String, String> variables,
      Yardstick yardstick,
      String wanted,
      boolean fourfold) {
    this.name = name;
    this.what = what;
    this.variables = variables;
    this.yardstick = yardstick;
    this.wanted = wanted;
    this.fourfold = fourfold;
  }

  /** The images as they are, with all that a run makes by default. */
  static WholeRun byDefault() {
    return new WholeRun(
        "whole-run",
        "All images, from prompt to exit, against pyspark_keras_pipeline.py --pca.",
        Map.of(),
        Yardstick.PYSPARK,
        "at least 3.0",
        false);
  }

  /** The images as they are, beside the script. */
  static WholeRun besideScript() {
    return new WholeRun(
        "whole-run-script",
        "All images without neighbours and pictures, from prompt to exit, against onnx_script.py.",
        NO_MORE_THAN_THEY,
        Yardstick.SCRIPT,
        "at least 0.8",
        false);
  }

  /** The images under four parents, beside the script. */
  static WholeRun fourfold() {
    return new WholeRun(
        "whole-run-fourfold",
        "Four times the images without neighbours and pictures, from prompt to exit, against"
            + " onnx_script.py.",
        NO_MORE_THAN_THEY,
        Yardstick.SCRIPT,
        "at least 1.0",
        true);
  }

  /** So few images that the start counts. */
  static WholeRun few() {
    return new WholeRun(
        "whole-run-few",
        "The first " + FEW + " images, from prompt to exit.",
        Map.of("IMAGE_FEATURES_LIMIT", String.valueOf(FEW)),
        Yardstick.NONE,
        "",
        false);
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
    BenchImages images = fourfold ? sitting.images().fourfold() : sitting.images();
    Map<String, String> ours = new LinkedHashMap<>(variables);
    ours.put("IMAGE_FEATURES_MASTER", "local[" + Sitting.CORES + "]");
    Turns<TimedRun> turns = sitting.turns();
    turns.side(OURS, () -> TimedRun.ofJob(sitting, images.folder(), ours));
    boolean withPeer =
        yardstick != Yardstick.NONE && sitting.peers().isPresent() && isPossible(sitting, figures);
    if (withPeer) {
      Peers peers = sitting.peers().get();
      turns.side(yardstick.script, () -> peer(sitting, peers, images.folder()));
    }
    Map<String, List<TimedRun>> results = turns.run();
    figures.note(String.format(Locale.ROOT, "%,d images.", images.count()));
    add(figures, results.get(OURS));
    if (withPeer) {
      addPeer(figures, results.get(OURS), results.get(yardstick.script));
    }
  }

  private boolean isPossible(Sitting sitting, Figures figures) {
    boolean possible = yardstick == Yardstick.SCRIPT || sitting.weights().provenance().trained();
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
    figures.add(yardstick.script + ": whole run", Figures.SECONDS, theirs, TimedRun::seconds);
    for (String stage : theirs.get(0).stages().keySet()) {
      figures.add(
          yardstick.script + ": of it " + stage,
          Figures.SECONDS,
          theirs,
          run -> run.stages().getOrDefault(stage, 0.0));
    }
    figures.add(
        yardstick.script + ": peak memory", Figures.MEBIBYTES, theirs, TimedRun::peakMebibytes);
    figures.addRatio(
        "speed against " + yardstick.script,
        theirs.stream().map(TimedRun::seconds).toList(),
        ours.stream().map(TimedRun::seconds).toList(),
        wanted);
  }

  private TimedRun peer(Sitting sitting, Peers peers, Path images) throws IOException {
    Path out = sitting.emptyFolder("peer").resolve("out");
    Path log = sitting.log(yardstick.script);
    return TimedRun.ofPeer(
        yardstick == Yardstick.SCRIPT
            ? peers.onnxScript(images, out, log)
            : peers.pysparkKeras(images, sitting.weights().provenance().source(), out, log));
  }
}
