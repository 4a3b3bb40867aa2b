package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole launched runs by TensorFlow with the kernels of other processors than this one. ONNX
 * Runtime takes no limit.
 */
@Tag("processors")
final class EveryProcessorIT {
  private static final String LIMIT = "ONEDNN_MAX_CPU_ISA";
  private static final int KILLED = 137;

  @TempDir private static Path folder;

  @BeforeAll
  static void drawImages() {
    assumeTrue(
        System.getProperty("os.arch").equals("amd64"), "instruction sets can be chosen on x86-64");
    new ImageGenerator().generate(folder.resolve("images").toString(), new SetSize(4, 5), 1);
  }

  @ParameterizedTest
  @CsvSource({"SSE41, SSE4.1", "AVX2, AVX2"})
  void batchesPartitionsAndKillsLeaveTheBitsAsTheyAre(String limit, String set) throws Exception {
    assumeTrue(
        !limit.equals("AVX2") || hasAvx512(),
        "AVX2 is this processor's own instruction set, with which all other tests run");
    Launcher launcher = launcher(limit).with(LIMIT, limit);
    succeed(launcher, limit, limit + "-plain");
    FinishedOutput plain = output(limit, limit + "-plain");
    JsonNode processors = plain.json("manifest.json").get("processors");
    assertEquals(1, processors.size(), processors::toString);
    assertEquals(set, processors.get(0).get("instruction_set").asText());
    assertTrue(processors.get(0).get("onednn").asBoolean());

    String[] cut = {"--batch-size=7", "--partitions=3", "--shard-size=8"};
    killAfterTheFirstShard(launcher, limit, limit + "-cut", cut);
    succeed(launcher, limit, limit + "-cut", cut);
    output(limit, limit + "-cut").assertSameAs(plain);
  }

  @Test
  void copiesThatTwoKindsOfProcessorComputedHaveNoComponentsOfTheirOwn() throws Exception {
    Path images = Files.createDirectories(folder.resolve("copies/class"));
    copy(0, images, "a1.jpg");
    copy(7, images, "b1.jpg");
    Launcher old = launcher("old").with(LIMIT, "SSE41");
    succeedOn(old, images.getParent(), "copies", "old");
    copy(0, images, "a2.jpg");
    copy(7, images, "b2.jpg");
    succeedOn(launcher("new"), images.getParent(), "copies", "new", "--incremental");

    JsonNode manifest = output("copies", "new").json("manifest.json");
    assertEquals(2, manifest.get("counts").get("reused").asInt(), manifest::toString);
    assertEquals(2, manifest.get("processors").size(), manifest::toString);
    assertEquals(1, manifest.get("reduction").get("components").asInt(), manifest::toString);
  }

  private static boolean hasAvx512() throws IOException {
    return Files.readString(Path.of("/proc/cpuinfo")).contains("avx512f");
  }

  private static void killAfterTheFirstShard(
      Launcher launcher, String output, String runId, String... options) throws Exception {
    Process process = launcher.start(args(folder.resolve("images"), output, runId, options));
    while (process.isAlive() && output(output, runId).committed().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    process.destroyForcibly();
    assertEquals(KILLED, launcher.finish(process).exitCode());
  }

  private static void succeed(Launcher launcher, String output, String runId, String... options) {
    succeedOn(launcher, folder.resolve("images"), output, runId, options);
  }

  private static void succeedOn(
      Launcher launcher, Path images, String output, String runId, String... options) {
    Launcher.Result result = launcher.run(args(images, output, runId, options));
    assertEquals(0, result.exitCode(), result.err());
  }

  private static String[] args(Path images, String output, String runId, String... options) {
    List<String> args = new ArrayList<>();
    args.addAll(
        List.of(
            "run",
            "--allow-untrained",
            "--engine=tensorflow",
            "--images=" + images,
            "--output=" + folder.resolve("out-" + output),
            "--run-id=" + runId));
    args.addAll(List.of(options));
    return args.toArray(String[]::new);
  }

  private static FinishedOutput output(String output, String runId) {
    return new FinishedOutput(folder.resolve("out-" + output + "/runs/" + runId));
  }

  private static Launcher launcher(String name) throws IOException {
    return new Launcher(Files.createDirectories(folder.resolve("logs/" + name)));
  }

  /** Under a time of long ago, so that an incremental run takes it for unchanged. */
  private static void copy(int picture, Path images, String name) throws IOException {
    try (var files = Files.walk(folder.resolve("images"))) {
      Path original = files.filter(Files::isRegularFile).sorted().toList().get(picture);
      Files.copy(original, images.resolve(name));
      Files.setLastModifiedTime(
          images.resolve(name),
          java.nio.file.attribute.FileTime.from(1_700_000_000, TimeUnit.SECONDS));
    }
  }
}
