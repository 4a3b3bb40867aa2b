package io.github.imagefeatures.job.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that uses TensorFlow writes to its standard error. */
final class TensorFlowLogTest {
  @TempDir private Path temp;

  @Test
  void aSessionWritesNothing() throws Exception {
    assertEquals(List.of("0"), run());
    assertEquals("", Files.readString(temp.resolve("stderr")));
  }

  @Test
  void whatOthersWriteMeanwhileIsKeptByteForByte() throws Exception {
    int written = Integer.parseInt(run("talk").get(0));
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < written; i++) {
      expected.add("line " + i + " \u00e4\u4e2d");
    }
    List<String> lines = Files.readAllLines(temp.resolve("stderr"));
    assertEquals(expected, new HashSet<>(lines));
    assertEquals(written, lines.size());
    assertTrue(written > 0);
  }

  @Test
  void aProcessWhereTheLogCannotBeHeldBackRunsAllTheSame() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "no folder to unpack into");
    assertEquals(List.of("0"), runWith(List.of("-Djna.tmpdir=" + file), List.of()));
    assertTrue(Files.readString(temp.resolve("stderr")).contains("MLIR V1"));
  }

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    return runWith(List.of(), List.of(arguments));
  }

  private List<String> runWith(List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(NoisySession.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    // Java itself announces these two on standard error.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Path output = temp.resolve("stdout");
    Process process =
        builder
            .redirectOutput(output.toFile())
            .redirectError(temp.resolve("stderr").toFile())
            .start();
    assertEquals(
        0,
        process.waitFor(),
        () -> new String(read(temp.resolve("stderr")), StandardCharsets.UTF_8));
    return Files.readAllLines(output);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      return e.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
