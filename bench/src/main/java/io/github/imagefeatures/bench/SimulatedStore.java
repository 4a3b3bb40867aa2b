package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the driver does with very many images, in a heap of 2 GiB. */
final class SimulatedStore implements Benchmark {
  private static final String STUB = "driver";

  @Override
  public String name() {
    return "simulated-store";
  }

  @Override
  public String what() {
    return "The driver's part of a run of names alone, in a heap of 2 GiB: listed, kept, cut into"
        + " shards, committed, published and validated, with a stub in place of the tasks.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    long images = sitting.effort().simulatedImages();
    Turns<Map<String, String[]>> turns = sitting.turns();
    turns.side(STUB, () -> stages(sitting, images));
    List<Map<String, String[]>> runs = turns.run().get(STUB);
    figures.note(String.format(Locale.ROOT, "%,d names.", images));
    for (String stage : runs.get(0).keySet()) {
      figures.add(stage, Figures.SECONDS, runs, run -> Double.parseDouble(run.get(stage)[1]));
    }
    figures.add("heap in use after a stage at most", Figures.MEBIBYTES, runs, run -> most(run, 2));
    figures.add("requests to list", "", runs, run -> most(run, 3));
  }

  /** Each stage's line, by its name. */
  private static Map<String, String[]> stages(Sitting sitting, long images) throws IOException {
    Path output = sitting.emptyFolder("simulated");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command.Finished finished =
        new Command(
                sitting.log("simulated-store"),
                List.of(
                    java,
                    "-Xmx2g",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StoreSimulation.class.getName(),
                    Long.toString(images),
                    Integer.toString(sitting.effort().simulatedShard()),
                    output.toString()))
            .run();
    Map<String, String[]> stages = new LinkedHashMap<>();
    finished
        .output()
        .lines()
        .map(line -> line.split("\t"))
        .filter(cells -> cells.length == 4)
        .forEach(cells -> stages.put(cells[0], cells));
    sitting.emptyFolder("simulated");
    return stages;
  }

  private static double most(Map<String, String[]> run, int cell) {
    return run.values().stream()
        .mapToDouble(cells -> Double.parseDouble(cells[cell]))
        .max()
        .orElse(0);
  }
}
