package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code make deploy} and {@code make ephemeral}. */
class DeployTest extends DeploymentScripts {
  @Test
  void deployNamesBothStacksAndHandsItsSettingsOn() throws Exception {
    aws();
    Outcome outcome =
        run(
            Map.of("RUN", "fruit", "IMAGES", "s3://theirs/fruit", "CONTEXT", "-c spot=false"),
            "cdk/bin/deploy");
    assertEquals(0, outcome.code(), outcome.output());
    assertEquals(
        "cdk deploy image-features-foundation image-features-fruit -c run=fruit -c"
            + " images=s3://theirs/fruit -c spot=false",
        calls().get(calls().size() - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGES, s3://theirs/fruit, images",
    "CONTEXT, -c images=s3://theirs/fruit, images",
    "CONTEXT, -c output=s3://theirs/fruit, output",
    "CONTEXT, -c model=s3://theirs/fruit, model"
  })
  void nothingIsDeployedForABucketInAnotherRegion(String variable, String value, String name)
      throws Exception {
    aws("*head-bucket*theirs*) echo eu-west-1 ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "us-east-1", variable, value), "cdk/bin/deploy");
    assertEquals(1, outcome.code(), outcome.output());
    assertEquals(
        "image-features: %s: the bucket of s3://theirs/fruit is in region eu-west-1, and nodes without a way to the internet reach only buckets in us-east-1: copy it, or deploy in its region [IF-AWS-08]\n"
            .formatted(name),
        outcome.output());
    assertFalse(String.join("\n", calls()).contains("cdk deploy"));
  }

  @Test
  void nothingIsDeployedOntoABucketThatIsThereInAnotherRegion() throws Exception {
    Path file = folder.resolve("cdk.json");
    Files.writeString(
        file,
        Files.readString(file).replace("\"dataBucket\": \"\"", "\"dataBucket\": \"their-data\""));
    aws("*head-bucket*their-data*) echo eu-west-1 ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "us-east-1"), "cdk/bin/deploy");
    assertEquals(1, outcome.code(), outcome.output());
    assertTrue(
        outcome.output().startsWith("image-features: dataBucket: the bucket of s3://their-data is"),
        outcome.output());
  }

  @Test
  void aBucketOfWhichAwsDoesNotTellTheRegionIsLeftToTheRun() throws Exception {
    aws("*head-bucket*) exit 254 ;;");
    Outcome outcome =
        run(Map.of("AWS_REGION", "us-east-1", "IMAGES", "s3://theirs/fruit"), "cdk/bin/deploy");
    assertEquals(0, outcome.code(), outcome.output());
  }

  @Test
  void ephemeralTakesTheRunDownAfterAFailureAndEndsWithTheRunsCode() throws Exception {
    aws("*DescribeNothing*) ;;", "*describe-stacks*StackStatus*) echo CREATE_COMPLETE ;;");
    Outcome outcome = run(Map.of("CDK_CODE", "7"), "cdk/bin/ephemeral");
    assertEquals(7, outcome.code(), outcome.output());
    String all = String.join("\n", calls());
    assertTrue(all.contains("aws cloudformation delete-stack --stack-name image-features-e"), all);
    assertFalse(all.contains("s3 sync"), all);
  }

  @Test
  void ephemeralFetchesTheResultsBeforeItTakesTheRunDown() throws Exception {
    aws(
        "*describe-stacks*StackStatus*) echo CREATE_COMPLETE ;;",
        "*describe-stacks*) echo s3://data/runs/x ;;",
        "*s3\\ sync*) mkdir -p \"$5\" && touch \"$5/report.html\" ;;");
    Outcome outcome = run(Map.of(), "cdk/bin/ephemeral");
    assertEquals(0, outcome.code(), outcome.output());
    String all = String.join("\n", calls());
    assertTrue(all.indexOf("s3 sync") < all.indexOf("delete-stack"), all);
    assertTrue(all.contains("s3 sync"), all);
  }

  @Test
  void ephemeralRunsAreNamedAsRunsMayBe() throws Exception {
    aws();
    run(Map.of(), "cdk/bin/ephemeral");
    String deploy =
        calls().stream().filter(call -> call.startsWith("cdk deploy")).findFirst().orElseThrow();
    String name = deploy.substring(deploy.lastIndexOf('=') + 1);
    PipelineSettings.of(Map.of("run", name), Map.of());
  }

  @Test
  void officialWeightsAreFetchedWhenNoneAreNamedAndNoneAreThere() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("job/bin"));
    command(bin.resolve("image-features"), "exit 4");
    Outcome outcome = run(Map.of("CDK_CONTEXT_JSON", "{}"), "cdk/bin/fetch-weights");
    assertEquals(0, outcome.code(), "the app says what is missing: " + outcome.output());
    assertEquals(List.of("image-features model"), calls());

    run(Map.of("CDK_CONTEXT_JSON", "{\"model\": \"s3://a/b.h5\"}"), "cdk/bin/fetch-weights");
    Files.createFile(Files.createDirectories(folder.resolve("models")).resolve("own.h5"));
    run(Map.of("CDK_CONTEXT_JSON", "{}"), "cdk/bin/fetch-weights");
    assertEquals(List.of("image-features model"), calls());
  }

  @Test
  void nativesAreBuiltForTheArchitectureOfTheTypes() throws Exception {
    assertEquals("linux-x86_64\n", run(Map.of(), "cdk/bin/platform").output());
    for (String type : List.of("m6g.xlarge", "c7g.2xlarge", "r8g.xlarge,r7g.xlarge")) {
      assertEquals(
          "linux-arm64\n",
          run(
                  Map.of("CDK_CONTEXT_JSON", "{\"instanceTypes\": \"%s\"}".formatted(type)),
                  "cdk/bin/platform")
              .output());
    }
    assertEquals(
        "linux-x86_64\n",
        run(Map.of("CDK_CONTEXT_JSON", "{\"instanceTypes\": [\"m6i.xlarge\"]}"), "cdk/bin/platform")
            .output());
  }

  private static final String PROBES_CLUSTER =
      "*list-clusters*) printf \"j-2\\timage-features-$RUN-0123456789\\n\" ;;";
  private static final String PROBES_STEP =
      "*list-steps*j-2*) printf 'spark-submit\\tprobe\\t--output=s3://data/runs/e1-01-ab\\n' ;;";
  private static final String PROBES_REPORT =
      """
      *'s3 cp'*s3://data/runs/e1-01-ab/probe.json*) cat >results/$RUN/probe.json <<'END'
      {"checks": [{"name": "versions", "outcome": "ok", "figure": "Spark 3.5.6", "sentence": "It has it."},
        {"name": "encryption", "outcome": "failed", "figure": "AES256", "sentence": "The key is another."}]}
      END
      ;;""";

  @ParameterizedTest
  @CsvSource({"0, 0", "7, 7"})
  void aProbeIsDeployedPrintedAndTakenDownWhateverItFound(int deployed, int code) throws Exception {
    aws(PROBES_CLUSTER, PROBES_STEP, PROBES_REPORT);
    Outcome outcome =
        run(
            Map.of("CONTEXT", "-c spot=false", "CDK_CODE", "" + deployed),
            "cdk/bin/ephemeral",
            "probe");
    assertEquals(code, outcome.code(), outcome.output());
    assertTrue(
        outcome
            .output()
            .matches(
                """
                versions         ok           Spark 3.5.6
                  It has it.
                encryption       failed       AES256
                  The key is another.
                results/e[0-9]+-[0-9a-f]{4}/probe.json
                There is no stack image-features-e[0-9]+-[0-9a-f]{4}.
                """),
        outcome.output());
    String all = String.join("\n", calls());
    assertTrue(all.contains(" -c spot=false -c wait=true -c probe=true\n"), all);
  }

  @Test
  void aProbeThatLeftNoReportIsOneSentenceAndACodeOfItsOwn() throws Exception {
    aws(PROBES_CLUSTER, PROBES_STEP, "*'s3 cp'*) exit 1 ;;");
    Outcome outcome = run(Map.of("RUN", "e1"), "cdk/bin/probe-report");
    assertEquals(1, outcome.code(), outcome.output());
    assertEquals(
        "image-features: the probe 'e1' left no probe.json: 'make logs RUN=e1' says how far it came. [IF-AWS-23]\n",
        outcome.output());
  }

  @Test
  void aProbeWithoutAClusterIsOneSentence() throws Exception {
    aws();
    Outcome outcome = run(Map.of("RUN", "e1"), "cdk/bin/probe-report");
    assertEquals(1, outcome.code(), outcome.output());
    assertEquals(
        "image-features: EMR knows no cluster of the probe 'e1': the deployment's own words say why there is none. [IF-AWS-22]\n",
        outcome.output());
  }
}
