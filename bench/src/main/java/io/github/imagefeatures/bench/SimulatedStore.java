package io.github.imagefeatures.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
    return "The driver's part of a run of names alone, in a heap of 2 GiB: listed by S3's protocol"
        + " with 100 ms an answer, kept, cut into shards, committed, published and validated, with"
        + " a stub in place of the tasks.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    long images = sitting.effort().simulatedImages();
    List<Double> answers = new ArrayList<>();
    Turns<Map<String, String[]>> turns = sitting.turns();
    List<Map<String, String[]>> runs;
    try (NamesServer server = new NamesServer(images)) {
      turns.side(
          STUB,
          () -> {
            Map<String, String[]> stages = stages(sitting, server.endpoint());
            answers.add((double) server.answers());
            return stages;
          });
      runs = turns.run().get(STUB);
    }
    figures.note(String.format(Locale.ROOT, "%,d names.", images));
    for (String stage : runs.get(0).keySet()) {
      figures.add(stage, Figures.SECONDS, runs, run -> Double.parseDouble(run.get(stage)[1]));
    }
    figures.add("heap in use after a stage at most", Figures.MEBIBYTES, runs, run -> most(run, 2));
    figures.add("requests to list", "", answers);
    figures.add(
        "seconds of a core, all stages", Figures.SECONDS, runs, SimulatedStore::coreSeconds);
  }

  /** Each stage's line, by its name. */
  private static Map<String, String[]> stages(Sitting sitting, String endpoint) throws IOException {
    Path output = sitting.emptyFolder("simulated");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command.Finished finished =
        new Command(
                sitting.log("simulated-store"),
                List.of(
                    java,
                    "-Xmx2g",
                    "-cp",
                    // Behind the job: S3A, which a laptop's Spark has beside it.
                    System.getProperty("java.class.path")
                        + File.pathSeparator
                        + sitting.home().resolve("job/target/spark-jars/*"),
                    StoreSimulation.class.getName(),
                    endpoint,
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

  private static double coreSeconds(Map<String, String[]> run) {
    return run.values().stream().mapToDouble(cells -> Double.parseDouble(cells[3])).sum();
  }

  private static double most(Map<String, String[]> run, int cell) {
    return run.values().stream()
        .mapToDouble(cells -> Double.parseDouble(cells[cell]))
        .max()
        .orElse(0);
  }
}
