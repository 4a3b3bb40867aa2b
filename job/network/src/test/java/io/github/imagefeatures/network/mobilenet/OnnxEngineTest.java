package io.github.imagefeatures.network.mobilenet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.network.Engine;
import io.github.imagefeatures.tensorflow.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a process does that computes the network by ONNX Runtime. */
final class OnnxEngineTest {
  @TempDir private Path temp;

  @Test
  void itIsTheDefaultOnX86AndNowhereElse() {
    assertEquals(Engine.ONNXRUNTIME, MobileNetV2.engine("amd64"));
    assertEquals(Engine.ONNXRUNTIME, MobileNetV2.engine("x86_64"));
    assertEquals(Engine.TENSORFLOW, MobileNetV2.engine("aarch64"));
    assertEquals(Engine.TENSORFLOW, MobileNetV2.engine("riscv64"));
    assertEquals(MobileNetV2.NETWORK.engine(), FoldedWeights.untrained(1).engine());
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of a process is read from /proc")
  void itLoadsNothingOfTensorFlow() throws Exception {
    assertEquals(List.of("1280", "1280", "false", "[ONNXRUNTIME]"), run(List.of()));
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of a process is read from /proc")
  void aLibraryThatCannotBeLoadedIsNamedWithItsCureAsOftenAsItIsAskedFor() throws Exception {
    List<String> said = run(List.of("-Donnxruntime.native.path=" + temp));
    for (String sentence : said.subList(0, 2)) {
      assertTrue(
          sentence.startsWith("IF-NET-20 ONNX Runtime cannot be loaded on this machine: "),
          sentence);
      assertTrue(sentence.contains("'onnxruntime' not found at " + temp), sentence);
      assertTrue(sentence.contains("Give --engine tensorflow for the default network"), sentence);
    }
    assertEquals("[]", said.get(3));
  }

  private List<String> run(List<String> options) throws Exception {
    return JavaProcess.run(OneImageByOnnxRuntime.class, temp, options, Map.of()).out();
  }
}
