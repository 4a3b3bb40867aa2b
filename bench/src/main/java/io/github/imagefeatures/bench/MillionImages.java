package io.github.imagefeatures.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A whole run of a million images in a heap of 2 GiB: all but the network and files. */
final class MillionImages implements Benchmark {
  private static final String STUB = "run";

  @Override
  public String name() {
    return "million";
  }

  @Override
  public String what() {
    return "A whole run of 1,000,000 images of 8 x 8 pixels, in a heap of 2 GiB, and its validation:"
        + " tables, fit and page are real, a stub draws the features.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    long images = sitting.effort().millionImages();
    Turns<Taken> turns = sitting.turns();
    turns.side(STUB, () -> taken(sitting, images));
    List<Taken> runs = turns.run().get(STUB);
    figures.note(String.format(Locale.ROOT, "%,d images.", images));
    figures.add("from prompt to exit", Figures.SECONDS, runs, run -> run.command().seconds());
    runs.get(0)
        .figures()
        .forEach(
            (label, first) ->
                figures.add(
                    label,
                    label.startsWith(MillionRun.ON_DISK) ? Figures.MEBIBYTES : Figures.SECONDS,
                    runs,
                    run -> run.figures().get(label)));
    figures.add("peak memory", Figures.MEBIBYTES, runs, run -> run.command().peakMebibytes());
  }

  /** What one run took. */
  private record Taken(Command.Finished command, Map<String, Double> figures) {}

  private static Taken taken(Sitting sitting, long images) throws IOException {
    Path output = sitting.emptyFolder("million");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // As this JVM runs, but for its heap: what Spark needs opened is among them.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-Xmx") && !option.startsWith("-javaagent"))
        .forEach(line::add);
    line.addAll(List.of("-Xmx2g", "-cp", System.getProperty("java.class.path")));
    line.addAll(List.of(MillionRun.class.getName(), Long.toString(images), output.toString()));
    Command.Finished finished = new Command(sitting.log("million"), line).run();
    Map<String, Double> figures = new LinkedHashMap<>();
    finished
        .output()
        .lines()
        .map(each -> each.split("\t"))
        .filter(cells -> cells.length == 2)
        .forEach(cells -> figures.put(cells[0], Double.parseDouble(cells[1])));
    sitting.emptyFolder("million");
    return new Taken(finished, figures);
  }
}
