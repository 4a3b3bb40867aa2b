package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  private static final String X86 = "linux-x86_64";
  private static final Synthesized DEFAULTS = Synthesized.of(Map.of());
  private static final String FINGERPRINT = fingerprint(DEFAULTS);

  private static String fingerprint(Synthesized synthesized) {
    return synthesized.clusterId().substring("Cluster".length());
  }

  private static String fingerprint(Map<String, ?> context) {
    return fingerprint(Synthesized.of(context));
  }

  @Test
  void theSameSettingsOnAnotherDayInAnotherFolderAreTheSameRun() {
    Synthesized again = Synthesized.of(Map.of());
    assertEquals(DEFAULTS.run(), again.run());
    assertTrue(FINGERPRINT.matches("[0-9a-f]{10}"));
  }

  @ParameterizedTest
  @CsvSource({
    "run, other",
    "again, 2",
    "probe, true",
    "images, s3://theirs/images",
    "output, s3://mine/results",
    "variance, 0.9",
    "components, 5",
    "scaling, none",
    "model, s3://weights/own.h5",
    "releaseLabel, emr-7.13.0",
    "instanceTypes, m5.xlarge",
    "coreUnits, 2",
    "maxTaskUnits, 2",
    "spot, false",
    "wait, false",
    "timeoutHours, 5",
    "localDisks, none",
    "tlsCertificates, s3://ours/pem.zip",
    "permissionsBoundary, bound"
  })
  void whateverMakesTheRunMakesAnotherCluster(String name, String value) {
    assertNotEquals(FINGERPRINT, fingerprint(Map.of(name, value)));
  }

  @Test
  void aTagMakesAnotherCluster() {
    String one = fingerprint(Map.of("tags", Map.of("team", "a")));
    assertNotEquals(FINGERPRINT, one);
    assertNotEquals(one, fingerprint(Map.of("tags", Map.of("team", "b"))));
  }

  @Test
  void theOrderOfTagsIsNoChange() {
    Map<String, Object> there = new java.util.LinkedHashMap<>();
    Map<String, Object> back = new java.util.LinkedHashMap<>();
    List<String> names = List.of("a", "b", "c", "d", "e");
    names.forEach(name -> there.put(name, "x"));
    for (int i = names.size() - 1; i >= 0; i--) {
      back.put(names.get(i), "x");
    }
    assertEquals(fingerprint(Map.of("tags", there)), fingerprint(Map.of("tags", back)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "variance=0.990",
        "timeoutHours=4",
        "run=main",
        "scaling=standard",
        "notify=a@example.org",
        "removal=destroy"
      })
  void whatMakesNoDifferenceToTheRunMakesNoOtherCluster(String setting) {
    String[] parts = setting.split("=");
    assertEquals(FINGERPRINT, fingerprint(Map.of(parts[0], parts[1])));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap-scripts/check-node.sh",
        "bootstrap-scripts/fonts.sh",
        "bootstrap-scripts/warm-up.sh",
        "bootstrap-scripts/unpack-images.sh",
        "models/weights.h5",
        "samples/red/1.png"
      })
  void aFileWithAnotherContentMakesAnotherCluster(String file, @TempDir Path folder)
      throws IOException {
    Deliverables deliverables = StandIns.in(folder, X86);
    Files.writeString(folder.resolve(file), "another content");
    assertNotEquals(FINGERPRINT, fingerprint(Synthesized.of(Map.of(), deliverables)));
  }

  @Test
  void anotherJobJarMakesAnotherCluster(@TempDir Path folder) throws IOException {
    Deliverables deliverables = StandIns.in(folder, X86);
    Files.write(deliverables.jobJar(), new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
    assertNotEquals(FINGERPRINT, fingerprint(Synthesized.of(Map.of(), deliverables)));
  }

  @Test
  void anotherOutcomeFunctionDoesNotRunTheJobAgain(@TempDir Path folder) throws IOException {
    Deliverables deliverables = StandIns.in(folder, X86);
    Files.writeString(deliverables.outcomeJar(), "another content");
    assertEquals(FINGERPRINT, fingerprint(Synthesized.of(Map.of(), deliverables)));
  }

  @Test
  void aNewNameOfAFileIsNoChange(@TempDir Path folder) throws IOException {
    Deliverables deliverables = StandIns.in(folder, X86);
    Path renamed = Files.move(folder.resolve("models/weights.h5"), folder.resolve("models/own.h5"));
    assertEquals(FINGERPRINT, fingerprint(Synthesized.of(Map.of(), deliverables)));
    Map<String, Object> context = new HashMap<>();
    context.put("model", renamed.toString());
    assertEquals(FINGERPRINT, fingerprint(Synthesized.of(context, deliverables)));
  }

  @Test
  void clusterWaitHandleRuleAndSweepAllCarryIt() {
    List<String> carriers =
        List.of(
            "AWS::EMR::Cluster",
            "AWS::CloudFormation::WaitCondition",
            "AWS::CloudFormation::WaitConditionHandle",
            "AWS::Events::Rule",
            "AWS::Lambda::Permission",
            "AWS::Scheduler::Schedule");
    for (String type : carriers) {
      for (String id : Synthesized.ids(DEFAULTS.run(), type)) {
        assertTrue(id.endsWith(FINGERPRINT), id);
      }
    }
    assertEquals("image-features-main-" + FINGERPRINT, DEFAULTS.cluster().path("Name").asText());
  }

  @Test
  void theRunsIdCarriesItAndAPieceOfTheStacksId() {
    String argument = DEFAULTS.stepArguments().get(DEFAULTS.stepArguments().size() - 1);
    assertTrue(argument.startsWith("--run-id=main-" + FINGERPRINT + "-"), argument);
    assertTrue(argument.contains("AWS::StackId"), argument);
  }
}
