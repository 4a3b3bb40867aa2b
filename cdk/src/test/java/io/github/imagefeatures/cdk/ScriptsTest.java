package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of a deployment, as they are, with {@code aws} and {@code cdk} replaced by stand-ins
 * that write down how they are called.
 */
class ScriptsTest {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path commands;
  private Path calls;

  /** What a script did. */
  private record Outcome(int code, String output) {}

  @BeforeEach
  void standIns() throws IOException {
    commands = Files.createDirectories(folder.resolve("commands"));
    calls = Files.createFile(folder.resolve("calls"));
    Files.createDirectories(folder.resolve("cdk/node_modules/.bin"));
    Files.createDirectories(folder.resolve("cdk/bin"));
    for (String script :
        List.of(
            "aws.sh",
            "deploy",
            "results",
            "destroy",
            "destroy-foundation",
            "revoke-added-rules",
            "added-rules.js",
            "ephemeral",
            "check-account",
            "platform")) {
      Files.copy(
          CHECKOUT.resolve("cdk/bin").resolve(script),
          folder.resolve("cdk/bin").resolve(script),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.copy(CHECKOUT.resolve("cdk.json"), folder.resolve("cdk.json"));
    command(folder.resolve("cdk/node_modules/.bin/cdk"), "exit ${CDK_CODE:-0}");
    command(commands.resolve("sudo"), "\"$@\"");
  }

  private void aws(String... cases) throws IOException {
    command(
        commands.resolve("aws"),
        "case \"$*\" in\n" + String.join("\n", cases) + "\n*) exit 0 ;;\nesac");
  }

  private void command(Path file, String body) throws IOException {
    Files.writeString(
        file,
        "#!/usr/bin/env bash\necho \"%s $*\" >>'%s'\n%s\n"
            .formatted(file.getFileName(), calls, body));
    assertTrue(file.toFile().setExecutable(true));
  }

  private Outcome run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", commands + ":" + System.getenv("PATH"));
    builder.environment().putAll(all);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Outcome(process.exitValue(), output);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }

  @Test
  void deployNamesBothStacksAndHandsItsSettingsOn() throws Exception {
    aws();
    Outcome outcome =
        run(
            Map.of("RUN", "fruit", "IMAGES", "s3://theirs/fruit", "CONTEXT", "-c spot=false"),
            "cdk/bin/deploy");
    assertEquals(0, outcome.code(), outcome.output());
    assertEquals(
        List.of(
            "cdk deploy image-features-foundation image-features-fruit -c run=fruit -c images=s3://theirs/fruit -c spot=false"),
        calls());
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
    String deploy = calls().get(0);
    String name = deploy.substring(deploy.lastIndexOf('=') + 1);
    PipelineSettings.of(Map.of("run", name), Map.of());
  }

  @Test
  void destroyGivesUpAnUpdateFirst() throws Exception {
    aws(
        "*StackStatus*) if [ -e done ]; then echo UPDATE_ROLLBACK_COMPLETE; else echo UPDATE_IN_PROGRESS; fi ;;",
        "*cancel-update-stack*) touch done ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/destroy");
    assertEquals(0, outcome.code(), outcome.output());
    String all = String.join("\n", calls());
    assertTrue(all.indexOf("cancel-update-stack") < all.indexOf("delete-stack"), all);
    assertTrue(all.contains("cancel-update-stack"), all);
  }

  @Test
  void destroyOfNothingIsDone() throws Exception {
    aws("*StackStatus*) exit 254 ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/destroy");
    assertEquals(0, outcome.code(), outcome.output());
    assertEquals("There is no stack image-features-fruit.\n", outcome.output());
  }

  @Test
  void destroyFoundationRevokesAddedRulesBeforeItDeletesTheGroups() throws Exception {
    aws(
        "*StackStatus*) echo CREATE_COMPLETE ;;",
        "*starts_with*) echo image-features-foundation ;;",
        "*get-template*) echo '{\"Resources\": {}}' ;;",
        "*list-stack-resources*text*) echo sg-1 ;;",
        "*list-stack-resources*) echo '[]' ;;",
        """
        *describe-security-group-rules*) echo '[
          {"IsEgress": false, "GroupId": "sg-1", "SecurityGroupRuleId": "sgr-1", "IpProtocol": "tcp",
           "ReferencedGroupInfo": {"GroupId": "sg-2"}},
          {"IsEgress": true, "GroupId": "sg-1", "SecurityGroupRuleId": "sgr-2", "IpProtocol": "-1",
           "CidrIpv4": "0.0.0.0/0"}]' ;;
        """);
    Outcome outcome = run(Map.of(), "cdk/bin/destroy-foundation");
    assertEquals(0, outcome.code(), outcome.output());
    String all = String.join("\n", calls());
    String revoked =
        "revoke-security-group-ingress --group-id sg-1 --security-group-rule-ids sgr-1";
    assertTrue(all.contains(revoked), all);
    assertFalse(all.contains("sgr-2"), all);
    assertTrue(all.indexOf(revoked) < all.indexOf("delete-stack"), all);
  }

  @Test
  void resultsOfNoRunAreOneSentence() throws Exception {
    aws("*describe-stacks*) exit 254 ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/results");
    assertEquals(1, outcome.code());
    assertTrue(
        outcome.output().startsWith("image-features: there is no deployed run 'fruit': "),
        outcome.output());
  }

  private static final String[] GOOD_ACCOUNT = {
    "*get-caller-identity*) echo 123456789012 ;;",
    "*bootstrap*) echo 25 ;;",
    "*head-bucket*) echo eu-west-1 ;;"
  };

  private Outcome checkAccount(String quota, Map<String, String> more) throws Exception {
    aws(
        GOOD_ACCOUNT[0],
        GOOD_ACCOUNT[1],
        GOOD_ACCOUNT[2],
        "*get-service-quota*) echo " + quota + " ;;");
    Map<String, String> environment = new HashMap<>(more);
    environment.put("AWS_REGION", environment.getOrDefault("AWS_REGION", "eu-west-1"));
    return run(environment, "cdk/bin/check-account");
  }

  @Test
  void anAccountWithSmallQuotasIsToldBeforeMoneyIsSpent() throws Exception {
    Outcome outcome = checkAccount("5.0", Map.of());
    assertEquals(1, outcome.code());
    assertTrue(
        outcome
            .output()
            .contains("missing  on-demand instances: 8 vCPU are needed, the quota is 5:"),
        outcome.output());
    assertTrue(outcome.output().contains("ok       spot instances: 4 vCPU of 5"), outcome.output());
  }

  @Test
  void aLargeEnoughAccountIsGood() throws Exception {
    Outcome outcome = checkAccount("32.0", Map.of("IMAGES", "s3://theirs/fruit"));
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(outcome.output().contains("images: theirs is in eu-west-1"), outcome.output());
  }

  @Test
  void imagesInAnotherRegionAreOneSentence() throws Exception {
    Outcome outcome =
        checkAccount("32.0", Map.of("AWS_REGION", "us-east-1", "IMAGES", "s3://theirs/fruit"));
    assertEquals(1, outcome.code());
    assertTrue(
        outcome
            .output()
            .contains(
                "missing  images: theirs is in region eu-west-1, and nodes without a way to the internet reach only buckets in us-east-1"),
        outcome.output());
  }

  @Test
  void quotasFollowTheSettings() throws Exception {
    Outcome outcome =
        checkAccount(
            "100.0",
            Map.of(
                "CONTEXT",
                "-c instanceTypes=m5.2xlarge -c coreUnits=3 -c maxTaskUnits=4 -c spot=false"));
    assertTrue(outcome.output().contains("on-demand instances: 64 vCPU of 100"), outcome.output());
    assertFalse(outcome.output().contains("spot instances"), outcome.output());
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

  private Outcome unpack(Path images) throws Exception {
    return run(
        Map.of(),
        CHECKOUT.resolve("bootstrap-scripts/unpack-images.sh").toString(),
        "s3://assets/images.zip",
        images.toString());
  }

  @Test
  void imagesAreUnpackedWholeOrNotAtAllAndOnce() throws Exception {
    Path images = folder.resolve("mnt/image-features/images");
    Path archive = StandIns.jar(folder.resolve("images.zip"), "red");
    aws("*s3\\ cp*) cp '%s' \"$5\" ;;".formatted(archive));
    Outcome first = unpack(images);
    assertEquals(0, first.code(), first.output());
    assertTrue(
        Files.exists(images.resolve("org/tensorflow/internal/c_api/red/libtensorflow_cc.so.2")));
    assertEquals(1, Files.list(images.getParent()).count());
    int before = calls().size();
    assertEquals(0, unpack(images).code());
    assertEquals(before, calls().size());
  }

  @Test
  void anArchiveThatCannotBeFetchedEndsTheNodeWithAReason() throws Exception {
    aws("*s3\\ cp*) exit 1 ;;");
    Path images = folder.resolve("mnt/image-features/images");
    Outcome outcome = unpack(images);
    assertEquals(1, outcome.code());
    assertTrue(
        outcome
            .output()
            .contains(
                "unpack-images: s3://assets/images.zip cannot be fetched: check the instance role"),
        outcome.output());
    assertFalse(Files.exists(images));
  }
}
