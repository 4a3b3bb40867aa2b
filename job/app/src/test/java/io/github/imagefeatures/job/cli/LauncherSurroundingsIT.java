package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher on machines, in environments and from checkouts that are not the builder's. */
final class LauncherSurroundingsIT {
  @TempDir private Path scratch;
  private Launcher launcher;
  private Path images;
  private Path output;

  @BeforeEach
  void prepare() {
    launcher = new Launcher(scratch);
    images = scratch.resolve("images");
    output = scratch.resolve("out");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 3), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMAGE_FEATURES_MEMORY=512",
        "IMAGE_FEATURES_MEMORY=4GB",
        "IMAGE_FEATURES_MEMORY=300m",
        "IMAGE_FEATURES_MASTER=local[0]",
        "IMAGE_FEATURES_MASTER=local[x]",
        "IMAGE_FEATURES_MASTER=foo",
        "IMAGE_FEATURES_JAVA_OPTS=Xmx4g",
        "SPARK_HOME=/nonexistent"
      })
  void aWrongVariableIsUsageAndNamed(String setting) {
    String name = setting.substring(0, setting.indexOf('='));
    launcher.with(name, setting.substring(setting.indexOf('=') + 1));
    Launcher.Result refused = dryRun();
    assertEquals(2, refused.exitCode(), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertTrue(refused.sentence().startsWith("image-features: " + name), refused.err());
    assertTrue(json(refused.out()).contains(name), refused.out());
  }

  @Test
  void theLeastMemoryIsEnoughForARun() {
    assertDone(launcher.with("IMAGE_FEATURES_MEMORY", "512m").run(fullRun(output)));
  }

  @Test
  void withASparkOfAnotherVersionThereIsHelpAndElseASentence() throws IOException {
    Path jars = Files.createDirectories(scratch.resolve("spark-4/jars"));
    Files.createFile(jars.resolve("spark-core_2.13-4.0.0.jar"));
    launcher.with("SPARK_HOME", jars.getParent().toString());
    assertDone(launcher.run("--version"));
    assertDone(launcher.run("run", "--help"));
    Launcher.Result refused = dryRun();
    assertEquals(2, refused.exitCode(), refused.err());
    assertTrue(refused.sentence().contains("holds no Spark 3.5"), refused.err());
  }

  @Test
  void aLocaleThatIsNotInstalledTakesNamesInEveryScript() throws IOException {
    launcher.with("LC_ALL", "xx_XX.UTF-8");
    Path there = scratch.resolve("été");
    Files.move(images, there);
    images = there;
    assertDone(launcher.run(runArgs(scratch.resolve("sortie é"))));
    assertTrue(Files.exists(scratch.resolve("sortie é/latest.json")));
  }

  @Test
  void aSparkOfOnesOwnLeavesStandardOutputToTheResult() throws Exception {
    Path spark = Files.createDirectory(scratch.resolve("spark"));
    copy(target().resolve("spark-jars"), spark.resolve("jars"));
    launcher.with("SPARK_HOME", spark.toString());
    Launcher.Result planned = dryRun();
    assertDone(planned);
    json(planned.out());
  }

  @Test
  void aCopiedCheckoutDoesWithoutTheRepositoryItWasBuiltFrom() throws Exception {
    Path job = Files.createDirectories(scratch.resolve("copy/job"));
    Path built = Files.createDirectory(job.resolve("target"));
    for (String folder : List.of("bin", "conf", "target/spark-jars")) {
      copy(target().resolveSibling(folder), job.resolve(folder));
    }
    copy(Launcher.jar(), built.resolve(Launcher.jar().getFileName()));
    Files.writeString(built.resolve("spark.classpath"), "/gone/a.jar:/gone/b.jar");
    Launcher.Result planned =
        launcher.finish(
            launcher.start(
                List.of(
                    job.resolve("bin/image-features").toString(),
                    "run",
                    "--dry-run",
                    "--json",
                    "--images=" + images,
                    "--output=" + output)));
    assertDone(planned);
    json(planned.out());
  }

  @Test
  void anAccountWithoutANameMakesARun() throws Exception {
    String[] other = {"setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"};
    assumeTrue(exitCode(line(other, "test", "-r", Launcher.jar().toString())) == 0, "needs root");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.createDirectories(launcher.temporary());
    Files.setPosixFilePermissions(
        launcher.temporary(), PosixFilePermissions.fromString("rwxrwxrwx"));
    launcher.with("HOME", "/nonexistent");
    String[] program = line(other, Launcher.program());
    assertDone(launcher.finish(launcher.start(List.of(line(program, runArgs(output))))));
    assertDone(
        launcher.finish(
            launcher.start(List.of(line(program, "runs", "--output", output.toString())))));
  }

  private Launcher.Result dryRun() {
    return launcher.run("run", "--dry-run", "--json", "--images=" + images, "--output=" + output);
  }

  private String[] runArgs(Path to) {
    return line(fullRun(to), "--neighbours=0", "--thumbnails=0");
  }

  private String[] fullRun(Path to) {
    return new String[] {
      "run", "--images=" + images, "--output=" + to, "--allow-untrained", "--run-id=one"
    };
  }

  private static String[] line(String[] first, String... more) {
    return Stream.of(first, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static Path target() {
    return Launcher.jar().getParent();
  }

  /** As links, which take no time. */
  private static void copy(Path from, Path to) throws Exception {
    assertEquals(0, exitCode("cp", "-al", from.toString(), to.toString()));
  }

  private static int exitCode(String... line) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(line).inheritIO().start().waitFor();
    } catch (IOException thereIsNoSuchProgram) {
      return 127;
    }
  }

  private static String json(String out) {
    try {
      return new ObjectMapper().readTree(out).toString();
    } catch (IOException e) {
      throw new AssertionError(out, e);
    }
  }

  private static void assertDone(Launcher.Result done) {
    assertEquals(0, done.exitCode(), done.err());
  }
}
