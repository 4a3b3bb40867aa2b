package io.github.imagefeatures.job.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.job.cli.Main;
import io.github.imagefeatures.job.run.TestRuns;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that packs is killed with signal 9. */
final class KilledPackTest {
  private static final long SMALLEST = 64 << 10;
  private static final int TARS = 200;
  private static final int KILLED = 137;

  private static SparkSession spark;

  @TempDir private Path folder;

  @BeforeAll
  static void openSpark() {
    spark = LocalSpark.session();
  }

  @AfterAll
  static void closeSpark() {
    spark.close();
  }

  @Test
  void aPackThatIsKilledKeepsItsTarsAndEndsAsIfItHadNotBeen() throws Exception {
    Path images = folder.resolve("images");
    for (int i = 0; i < TARS; i++) {
      PackedTree.put(images.resolve("a/%04d.jpg".formatted(i)), 60_000, i);
    }
    Path killed = folder.resolve("killed");
    killWhileItPacks(images, killed);
    Map<String, String> left = PackedTree.files(killed);
    assertFalse(left.containsKey("pack.json"));
    InputException refused =
        assertThrows(
            InputException.class,
            () -> new TestRuns(spark, killed.toString(), folder.resolve("out")).run("early"));
    assertEquals(FailureId.PACK_UNFINISHED, refused.id());

    Pack.Result resumed = pack(images, killed).run();

    assertTrue(resumed.kept() > 0 && resumed.kept() < TARS, resumed.toString());
    assertEquals(
        left.keySet().stream().filter(name -> name.startsWith(".pack/pack-")).count(),
        resumed.kept());
    Path undisturbed = folder.resolve("undisturbed");
    pack(images, undisturbed).run();
    assertEquals(PackedTree.files(undisturbed), PackedTree.files(killed));
  }

  private static Pack pack(Path from, Path to) {
    PackOptions options =
        new PackOptions(from.toString(), to.toString(), ListingOptions.defaults(), SMALLEST);
    return new Pack(options, spark, PackListener.NONE);
  }

  private void killWhileItPacks(Path from, Path to) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-") || option.startsWith("-Xmx"))
        .forEach(line::add);
    line.addAll(List.of("-Dspark.master=local[1]", "-cp", System.getProperty("java.class.path")));
    line.add(Main.class.getName());
    line.addAll(List.of("pack", "--from=" + from, "--to=" + to, "--tar-size=64k"));
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start();
    while (process.isAlive() && records(to) < 10) {
      Thread.sleep(1);
    }
    process.destroyForcibly();
    assertEquals(KILLED, process.waitFor(), Files.readString(folder.resolve("log.txt")));
  }

  private static long records(Path to) throws IOException {
    if (!Files.isDirectory(to.resolve(".pack"))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(to.resolve(".pack"))) {
      return files.filter(file -> file.getFileName().toString().startsWith("pack-")).count();
    }
  }
}
