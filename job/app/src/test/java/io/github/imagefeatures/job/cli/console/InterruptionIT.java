package io.github.imagefeatures.job.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.imagefeatures.job.cli.Cli;
import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, through the launcher, as a real signal to the whole process group. */
final class InterruptionIT {
  private static final int IMAGES = 24;
  private static final Pattern RESUME =
      Pattern.compile(
          "image-features: Interrupted: (\\d+) of 24 images are done and kept\\. To resume: (.*)");

  @TempDir private static Path shared;
  private static Path images;

  @TempDir private Path scratch;
  private Launcher launcher;
  private Path output;
  private Process process;

  @BeforeAll
  static void drawImages() {
    images = shared.resolve("images with blanks");
    new ImageGenerator().generate(images.toString(), new SetSize(4, IMAGES / 4), 1);
  }

  @BeforeEach
  void prepare() {
    launcher = new Launcher(scratch);
    output = scratch.resolve("out");
  }

  @AfterEach
  void endWhatWasStarted() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void aRunEndsWith130KeepsItsShardsAndTheCommandThatItNamesResumes() throws Exception {
    process = start();
    String runId = interruptAfterFirstShard("INT");
    Launcher.Result interrupted = launcher.finish(process);
    assertEquals(130, interrupted.exitCode(), interrupted.err());
    Matcher resume = RESUME.matcher(interrupted.sentence());
    assertTrue(resume.matches(), interrupted.err());
    assertTrue(interrupted.sentence().endsWith(" --run-id " + runId), interrupted.err());
    assertEquals("", interrupted.out());
    assertTrue(
        interrupted.err().lines().allMatch(line -> line.startsWith("image-features: ")),
        interrupted.err());
    assertNothingHalfWritten(runId);
    // A shard may be committed between the sentence and the end.
    int kept = Integer.parseInt(resume.group(1));
    assertTrue(kept > 0 && kept <= committed(runId), kept + " of " + committed(runId));
    assertEquals("unfinished", state(runId));

    Path committed = working(runId).resolve("shards/00000.json");
    JsonNode shard = new ObjectMapper().readTree(committed.toFile());
    String command = resume.group(2);
    Launcher.Result done = launcher.finish(launcher.start(List.of("bash", "-c", command)));
    assertEquals(0, done.exitCode(), done.err());
    assertTrue(done.out().contains("images         " + IMAGES), done.out());
    for (JsonNode file : shard.get("files")) {
      assertTrue(
          Files.exists(output.resolve("runs").resolve(runId).resolve(file.asText())),
          file + " was made again");
    }
    assertEquals("complete", state(runId));
  }

  @Test
  void aProgramGetsADocumentWithTheCommand() throws Exception {
    process = start("--json");
    String runId = interruptAfterFirstShard("INT");
    Launcher.Result interrupted = launcher.finish(process);
    assertEquals(130, interrupted.exitCode(), interrupted.err());
    JsonNode answer = new ObjectMapper().readTree(interrupted.out());
    assertEquals(130, answer.get("exit_code").asInt());
    assertTrue(answer.at("/failure/continue_with").asText().endsWith("--run-id " + runId));
  }

  @Test
  void beingAskedToEndIsTheSameWith143() throws Exception {
    process = start();
    interruptAfterFirstShard("TERM");
    Launcher.Result ended = launcher.finish(process);
    assertEquals(143, ended.exitCode(), ended.err());
    assertTrue(RESUME.matcher(ended.sentence()).matches(), ended.err());
    assertTrue(
        ProcessHandle.allProcesses()
            .noneMatch(
                other ->
                    other.info().commandLine().orElse("").contains("--output=" + output + " ")));
  }

  @Test
  void beforeAnythingIsWrittenTheSentenceSaysSo() throws Exception {
    process = start();
    await(() -> launcherErr().contains("listing the images") || Files.exists(output));
    signal("INT");
    Launcher.Result ended = launcher.finish(process);
    assertEquals(130, ended.exitCode(), ended.err());
    assertTrue(ended.sentence().startsWith("image-features: Interrupted"), ended.err());
  }

  @Test
  void inATerminalCtrlCEndsTheBarAndSaysHowToResume() throws Exception {
    assumeTrue(isThere("tmux"), "tmux is not installed");
    String session = "image-features-" + ProcessHandle.current().pid();
    Path code = scratch.resolve("code");
    Path command = scratch.resolve("command.sh");
    Files.writeString(
        command,
        "export IMAGE_FEATURES_MASTER='local[2]' IMAGE_FEATURES_JAVA_OPTS='"
            + Launcher.NO_WEIGHTS
            + "'\n"
            + String.join(" ", line().stream().map(InterruptMessage::quoted).toList())
            + "\necho $? >'"
            + code
            + "'\nsleep 600\n");
    tmux(session, "new-session", "-d", "-x", "80", "-y", "24", "bash '" + command + "'");
    try {
      await(() -> firstShard().isPresent() || Files.exists(code));
      tmux(session, "send-keys", "C-c");
      await(() -> Files.exists(code) && Files.size(code) > 0);
      assertEquals("130", Files.readString(code).strip());
      String screen = tmux(session, "capture-pane", "-p", "-J");
      assertTrue(screen.contains("To resume: "), screen);
      assertTrue(screen.contains("--run-id"), screen);
      assertTrue(screen.contains(" images/s"), screen);
      assertFalse(screen.matches("(?s).* [1-9]\\d*/24 images [^\n]* 0\\.0 images/s.*"), screen);
      assertFalse(screen.contains("\tat "), screen);
    } finally {
      tmux(session, "kill-server");
    }
  }

  /** In a process group of its own, as a shell starts it, whatever signals these tests ignore. */
  private Process start(String... more) {
    List<String> line = new ArrayList<>(List.of("env", "--default-signal", "setsid"));
    line.addAll(line());
    line.addAll(List.of(more));
    return launcher.start(line);
  }

  private List<String> line() {
    return List.of(
        Launcher.program(),
        "run",
        "--images=" + images,
        "--output=" + output,
        "--allow-untrained",
        "--features-only",
        "--neighbours=0",
        "--shard-size=2");
  }

  private String interruptAfterFirstShard(String signal) throws Exception {
    await(() -> firstShard().isPresent());
    String runId = firstShard().orElseThrow();
    signal(signal);
    return runId;
  }

  /** To the group, whose leader setsid and the launcher hand on to the JVM. */
  private void signal(String name) throws Exception {
    assertEquals(
        0, new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid()).start().waitFor());
  }

  private Optional<String> firstShard() throws IOException {
    if (!Files.isDirectory(output.resolve("runs"))) {
      return Optional.empty();
    }
    try (Stream<Path> runs = Files.list(output.resolve("runs"))) {
      return runs.map(run -> run.getFileName().toString())
          .filter(run -> Files.exists(working(run).resolve("shards/00000.json")))
          .findFirst();
    }
  }

  private Path working(String runId) {
    return output.resolve("runs").resolve(runId).resolve("_working");
  }

  private void assertNothingHalfWritten(String runId) throws IOException {
    Path run = output.resolve("runs").resolve(runId);
    try (Stream<Path> entries = Files.list(run)) {
      assertEquals(List.of(run.resolve("_working")), entries.toList());
    }
    assertFalse(Files.exists(output.resolve("latest.json")));
  }

  private String state(String runId) {
    return run(runId).get("state").asText();
  }

  private int committed(String runId) {
    return run(runId).get("featurized").asInt();
  }

  private JsonNode run(String runId) {
    Cli.Result runs = new Cli(scratch).run("runs", "--json", "--output=" + output);
    assertEquals(0, runs.code(), runs.err());
    JsonNode listed = runs.json().at("/result/runs");
    assertEquals(1, listed.size(), runs.out());
    assertEquals(runId, listed.get(0).get("run_id").asText());
    return listed.get(0);
  }

  private String launcherErr() throws IOException {
    Path err = scratch.resolve("stderr.txt");
    return Files.exists(err) ? Files.readString(err) : "";
  }

  /** Something that may be true at some time. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Condition condition) throws Exception {
    while (!condition.holds()) {
      assertTrue(process == null || process.isAlive(), launcherErr());
      Thread.sleep(5);
    }
  }

  private static String tmux(String session, String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of("tmux", "-L", session));
    line.addAll(List.of(command));
    Process tmux = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(tmux.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    tmux.waitFor();
    return said;
  }

  private static boolean isThere(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }
}
