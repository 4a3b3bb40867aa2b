package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Large photographs, of which reading and resizing take far longer than the network. */
final class Photographs implements Benchmark {
  private static final String OURS = "image-features";
  private static final String SCRIPT = "onnx_script.py";
  private static final String FEATURIZE = "featurize";

  @Override
  public String name() {
    return "photographs";
  }

  @Override
  public String what() {
    return "Featurizing of drawn photographs of 12 megapixels in a whole run, against"
        + " onnx_script.py.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    int count = sitting.effort().photographs();
    Path folder = drawn(sitting, count);
    Turns<Double> turns = sitting.turns();
    turns.side(OURS, () -> ours(sitting, folder));
    sitting
        .peers()
        .ifPresent(peers -> turns.side(SCRIPT, () -> theirs(sitting, peers, folder, count)));
    Map<String, List<Double>> rates = turns.run();
    figures.note(count + " JPEG files.");
    rates.forEach((side, each) -> figures.add(side, Figures.RATE, each));
    if (rates.containsKey(SCRIPT)) {
      figures.addRatio(
          "speed against " + SCRIPT, rates.get(OURS), rates.get(SCRIPT), "at least 2.0");
    }
  }

  private static Path drawn(Sitting sitting, int count) throws IOException {
    Path folder = Files.createDirectories(sitting.emptyFolder("photographs").resolve("drawn"));
    int[] size = sitting.effort().photograph();
    for (int i = 0; i < count; i++) {
      Files.write(
          folder.resolve("photograph-" + i + ".jpg"),
          TestPictures.draw("jpeg", size[0], size[1], i));
    }
    return folder;
  }

  private static double ours(Sitting sitting, Path folder) throws IOException {
    return TimedRun.ofJob(
            sitting,
            folder,
            Map.of(
                "IMAGE_FEATURES_MASTER", "local[" + Sitting.CORES + "]",
                "IMAGE_FEATURES_FEATURES_ONLY", "true",
                "IMAGE_FEATURES_NEIGHBOURS", "0"))
        .imagesPerSecond();
  }

  private static double theirs(Sitting sitting, Peers peers, Path folder, int count)
      throws IOException {
    Path out = sitting.emptyFolder("peer").resolve("out");
    return count
        / Peers.stages(peers.onnxScript(folder, out, sitting.log(SCRIPT)).output()).get(FEATURIZE);
  }
}
