package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class StepArgumentsTest {

  @Test
  void theStepSubmitsTheJobToTheCluster() {
    Synthesized defaults = Synthesized.of(Map.of());
    List<String> arguments = defaults.stepArguments();
    assertEquals(
        List.of(
            "spark-submit",
            "--deploy-mode=cluster",
            "--class=io.github.imagefeatures.job.cli.Main"),
        arguments.subList(0, 3));
    assertTrue(arguments.get(3).endsWith(".jar"));
    assertEquals("run", arguments.get(4));
    assertEquals(
        "command-runner.jar",
        defaults.cluster().path("Steps").path(0).path("HadoopJarStep").path("Jar").asText());
  }

  @Test
  void everySettingOfTheJobIsOneArgument() {
    List<String> arguments =
        Synthesized.of(
                Map.of(
                    "run", "fruit",
                    "images", "s3://theirs/images/",
                    "output", "s3://mine/results",
                    "model", "s3://weights/own.h5",
                    "components", "12",
                    "scaling", "none"))
            .stepArguments();
    assertTrue(
        arguments.containsAll(
            List.of(
                "--images=s3://theirs/images",
                "--output=s3://mine/results",
                "--model=s3://weights/own.h5",
                "--components=12",
                "--scaling=none")));
    assertTrue(arguments.stream().anyMatch(each -> each.startsWith("--run-id=fruit-")));
  }

  @Test
  void aProbeTakesTheRunsPlaceOnTheSameCluster() {
    Map<String, Object> context =
        Map.of(
            "run", "fruit",
            "output", "s3://mine/results",
            "model", "s3://weights/own.h5",
            "thumbnails", "10",
            "sparkInternals", "off");
    Map<String, Object> probing = new HashMap<>(context);
    probing.put("probe", "true");
    Synthesized run = Synthesized.of(context);
    Synthesized probe = Synthesized.of(probing);
    List<String> arguments = probe.stepArguments();
    assertEquals(run.stepArguments().subList(0, 4), arguments.subList(0, 4));
    assertEquals(
        List.of("probe", "--model=s3://weights/own.h5", "--spark-internals=off"),
        List.of(arguments.get(4), arguments.get(6), arguments.get(7)));
    assertEquals(8, arguments.size(), arguments::toString);
    // Where the outcome function looks for failure.json, by the rights of a run.
    assertTrue(
        arguments.get(5).startsWith("--output=s3://mine/results/runs/fruit-"), arguments::toString);
    assertEquals(
        "--output=" + Synthesized.text(probe.run().at("/Outputs/RunFolder/Value")),
        arguments.get(5));
    for (String part : List.of("Instances", "Configurations", "BootstrapActions", "ReleaseLabel")) {
      assertEquals(run.cluster().get(part), probe.cluster().get(part), part);
    }
  }

  @RepeatedTest(12)
  void argumentsDifferFromEachOtherWhateverIsSet(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Map<String, Object> context = new HashMap<>();
    String same = List.of("s3://run", "s3://one/run", "s3://standard/none").get(random.nextInt(3));
    maybe(random, context, "run", List.of("run", "standard", "a", "spark-submit"));
    maybe(random, context, "images", List.of(same, "s3://other/run", ""));
    maybe(random, context, "output", List.of(same, "s3://other/run", ""));
    maybe(random, context, "model", List.of(same, "s3://other/run.h5", ""));
    maybe(random, context, "scaling", List.of("standard", "none"));
    maybe(random, context, random.nextBoolean() ? "variance" : "components", List.of("1"));
    List<String> arguments = Synthesized.of(context).stepArguments();
    assertEquals(arguments.size(), new HashSet<>(arguments).size(), arguments.toString());
  }

  private static void maybe(
      Random random, Map<String, Object> context, String name, List<String> values) {
    if (random.nextInt(3) > 0) {
      context.put(name, values.get(random.nextInt(values.size())));
    }
  }
}
