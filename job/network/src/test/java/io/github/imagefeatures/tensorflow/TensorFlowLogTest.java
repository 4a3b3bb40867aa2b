package io.github.imagefeatures.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  void aProcessThatCannotCallTheCLibraryRunsAllTheSame() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "no folder to unpack into");
    String log = "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile");
    assertEquals(
        List.of("0"), run(List.of("-Djna.tmpdir=" + file, log, "-Dimagefeatures.log=warn")));
    String written = Files.readString(temp.resolve("stderr"));
    assertTrue(written.contains("MLIR V1"), written);
    assertTrue(written.contains("oneDNN cannot be switched on"), written);
  }

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(), arguments);
  }

  private List<String> run(List<String> options, String... arguments)
      throws IOException, InterruptedException {
    return JavaProcess.run(
            NoisySession.class, temp, options, Map.of("TF_CPP_MIN_LOG_LEVEL", "3"), arguments)
        .out();
  }
}
