package io.github.imagefeatures.bench;

import io.github.imagefeatures.job.pack.Pack;
import io.github.imagefeatures.job.pack.PackListener;
import io.github.imagefeatures.job.pack.PackOptions;
import io.github.imagefeatures.listing.ListingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/** A folder of images into tars, and a whole run of the tars against one of the folder. */
final class Packing implements Benchmark {
  private static final String MASTER = "IMAGE_FEATURES_MASTER";
  private static final String LOCAL = "local[" + Sitting.CORES + "]";

  /** Small enough that both cores have tars of the shared images to write. */
  private static final String TAR_SIZE = "2m";

  private static final long TAR_BYTES = 2 << 20;
  private static final double MEGABYTE = 1e6;

  private static final String COMMAND = "pack, from prompt to exit";
  private static final String SESSION = "packing in a warm session";
  private static final String FILES = "run of the files";
  private static final String TARS = "run of the tars";

  @Override
  public String name() {
    return "pack";
  }

  @Override
  public String what() {
    return "All images into tars of 2 MiB on the same disk, each read, written, and listed again; then"
        + " the whole run of the tars, from prompt to exit, against that of the files.";
  }

  @Override
  public void run(Sitting sitting, Figures figures) throws IOException {
    Path images = sitting.images().folder();
    Path to = sitting.emptyFolder("packed").resolve("tars");
    double megabytes = packed(sitting, images, to).imageBytes() / MEGABYTE;
    Turns<Double> packing = sitting.turns();
    packing.side(SESSION, () -> seconds(sitting, images, to));
    packing.side(COMMAND, () -> command(sitting, images, to));
    Map<String, List<Double>> seconds = packing.run();
    double count = sitting.images().count();
    for (String side : List.of(SESSION, COMMAND)) {
      figures.add(side, Figures.SECONDS, seconds.get(side));
      figures.add(side, Figures.RATE, seconds.get(side), each -> count / each);
      figures.add(side, "MB/s", seconds.get(side), each -> megabytes / each);
    }
    addRuns(sitting, images, to, figures);
  }

  /** The tars are those that the last command has left. */
  private static void addRuns(Sitting sitting, Path images, Path to, Figures figures)
      throws IOException {
    Turns<TimedRun> turns = sitting.turns();
    Map<String, String> settings = Map.of(MASTER, LOCAL);
    turns.side(FILES, () -> TimedRun.ofJob(sitting, images, settings));
    turns.side(TARS, () -> TimedRun.ofJob(sitting, to, settings));
    Map<String, List<TimedRun>> runs = turns.run();
    for (String side : List.of(FILES, TARS)) {
      figures.add(side, Figures.SECONDS, runs.get(side), TimedRun::seconds);
      figures.add(side + ": featurizing", Figures.RATE, runs.get(side), TimedRun::imagesPerSecond);
    }
    figures.addRatio(
        "speed of the tars against the files",
        runs.get(FILES).stream().map(TimedRun::seconds).toList(),
        runs.get(TARS).stream().map(TimedRun::seconds).toList(),
        "");
  }

  private static double seconds(Sitting sitting, Path images, Path to) throws IOException {
    long start = System.nanoTime();
    packed(sitting, images, to);
    return (System.nanoTime() - start) / 1e9;
  }

  private static Pack.Result packed(Sitting sitting, Path images, Path to) throws IOException {
    FileUtils.deleteDirectory(to.toFile());
    PackOptions options =
        new PackOptions(images.toString(), to.toString(), ListingOptions.defaults(), TAR_BYTES);
    return new Pack(options, sitting.spark(), PackListener.NONE).run();
  }

  private static double command(Sitting sitting, Path images, Path to) throws IOException {
    FileUtils.deleteDirectory(to.toFile());
    List<String> line =
        List.of(
            sitting.home().resolve("job/bin/image-features").toString(),
            "pack",
            "--quiet",
            "--from=" + images,
            "--to=" + to,
            "--tar-size=" + TAR_SIZE);
    return new Command(sitting.log("pack"), line).with(MASTER, LOCAL).run().seconds();
  }
}
