package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeRoleTest {
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/";
  private static final Synthesized DEFAULTS = Synthesized.of(Map.of());
  private static final Synthesized OWN_BUCKETS =
      Synthesized.of(
          Map.of(
              "images",
              "s3://theirs/fruit/images",
              "output",
              "s3://mine/team/results",
              "model",
              "s3://weights/own.h5",
              "imagesKey",
              KEY + "images",
              "outputKey",
              KEY + "output",
              "bootstrapKey",
              KEY + "code"));

  private static List<JsonNode> statements(Synthesized synthesized) {
    for (String id : Synthesized.ids(synthesized.run(), "AWS::IAM::Policy")) {
      if (id.startsWith("NodeRole")) {
        List<JsonNode> statements = new ArrayList<>();
        synthesized
            .run()
            .path("Resources")
            .path(id)
            .path("Properties")
            .path("PolicyDocument")
            .path("Statement")
            .forEach(statements::add);
        return statements;
      }
    }
    throw new AssertionError();
  }

  /** The resources on which any of the actions is allowed. */
  private static List<String> resources(Synthesized synthesized, String action) {
    List<String> resources = new ArrayList<>();
    for (JsonNode each : statements(synthesized)) {
      if (Synthesized.texts(each.path("Action")).contains(action)) {
        resources.addAll(Synthesized.texts(each.path("Resource")));
      }
    }
    return resources;
  }

  private static String runId(Synthesized synthesized) {
    String argument =
        synthesized.stepArguments().stream()
            .filter(each -> each.startsWith("--run-id="))
            .findFirst()
            .orElseThrow();
    return argument.substring("--run-id=".length());
  }

  @Test
  void theInstanceRoleCannotWriteTheImages() {
    for (String action : List.of("s3:PutObject", "s3:DeleteObject")) {
      for (String resource : resources(OWN_BUCKETS, action)) {
        assertFalse(resource.contains(":::theirs"), resource);
      }
    }
    assertTrue(
        resources(OWN_BUCKETS, "s3:GetObject")
            .containsAll(
                List.of(
                    "arn:${AWS::Partition}:s3:::theirs/fruit/images",
                    "arn:${AWS::Partition}:s3:::theirs/fruit/images/*")));
  }

  @Test
  void theInstanceRoleWritesNothingButItsRunTheNewestAndItsLogs() {
    String output = "arn:${AWS::Partition}:s3:::mine/team/results/";
    List<String> written = resources(OWN_BUCKETS, "s3:PutObject");
    String logs = written.remove(written.size() - 1);
    assertEquals(
        Set.of(
            output + "runs/",
            output + "runs/" + runId(OWN_BUCKETS),
            output + "runs/" + runId(OWN_BUCKETS) + "/*",
            output + "latest.json",
            output + ".latest.json.part"),
        new HashSet<>(written));
    assertTrue(logs.endsWith("}}/clusters/main/*"), logs);
    assertTrue(logs.contains("logs-bucket"), logs);
  }

  @Test
  void theInstanceRoleCannotWriteTheCodeThatItRuns() {
    for (String action : List.of("s3:PutObject", "s3:DeleteObject")) {
      for (String resource : resources(DEFAULTS, action)) {
        assertFalse(resource.contains("assets"), resource);
      }
    }
  }

  @Test
  void theInstanceRoleReadsExactlyTheObjectsThatWereUploadedForIt() {
    List<String> assets =
        resources(DEFAULTS, "s3:GetObject").stream()
            .filter(each -> each.contains("assets"))
            .toList();
    assertEquals(7, assets.size());
    assets.forEach(
        each ->
            assertTrue(
                each.matches(
                    "arn:\\$\\{AWS::Partition}:s3:::cdk-hnb659fds-assets-[^/]+/[0-9a-f]{64}\\.[a-z0-9]+"),
                each));
  }

  @Test
  void theInstanceRoleReadsExactlyTheModelThatIsNamed() {
    assertEquals(
        List.of("arn:${AWS::Partition}:s3:::weights/own.h5"),
        resources(OWN_BUCKETS, "s3:GetObject").stream()
            .filter(each -> each.contains("weights"))
            .toList());
  }

  @Test
  void noActionAndNoWholeResourceOfTheInstanceRoleIsAWildcard() {
    for (Synthesized each : List.of(DEFAULTS, OWN_BUCKETS)) {
      for (JsonNode statement : statements(each)) {
        Synthesized.texts(statement.path("Action"))
            .forEach(action -> assertFalse(action.contains("*"), action));
        Synthesized.texts(statement.path("Resource"))
            .forEach(
                resource -> {
                  assertFalse(resource.equals("*"), statement.toString());
                  assertFalse(resource.matches(".*:::[^/]*\\*.*"), resource);
                });
      }
    }
  }

  @Test
  void theInstanceRoleListsOnlyInAndAboveItsFolders() {
    List<String> conditions = new ArrayList<>();
    for (JsonNode statement : statements(OWN_BUCKETS)) {
      if (Synthesized.texts(statement.path("Action")).contains("s3:ListBucket")) {
        conditions.add(
            String.join(
                " ",
                Synthesized.texts(
                    statement.path("Condition").path("StringLike").path("s3:prefix"))));
      }
    }
    assertEquals(
        List.of(
            " fruit fruit/ fruit/images fruit/images/ fruit/images/*",
            " team team/ team/results team/results/ team/results/runs team/results/runs/"
                + " team/results/latest.json team/results/latest.json/"
                + " team/results/.latest.json.part team/results/.latest.json.part/"
                + " team/results/runs/"
                + runId(OWN_BUCKETS)
                + " team/results/runs/"
                + runId(OWN_BUCKETS)
                + "/*"),
        conditions);
  }

  @Test
  void theInstanceRoleNeverListsTheWholeBucketOfResults() {
    for (JsonNode statement : statements(DEFAULTS)) {
      if (Synthesized.texts(statement.path("Action")).contains("s3:ListBucket")) {
        List<String> prefixes =
            Synthesized.texts(statement.path("Condition").path("StringLike").path("s3:prefix"));
        assertFalse(prefixes.contains("*"), prefixes.toString());
        assertTrue(prefixes.contains("runs/" + runId(DEFAULTS) + "/*"), prefixes.toString());
      }
    }
  }

  @Test
  void anIncrementalRunReadsOnlyWhatItTakesOverFromEarlierOnes() {
    Synthesized incremental =
        Synthesized.of(Map.of("output", "s3://mine/team", "incremental", "true"));
    Set<String> read = new HashSet<>(resources(incremental, "s3:GetObject"));
    read.removeAll(resources(Synthesized.of(Map.of("output", "s3://mine/team")), "s3:GetObject"));
    read.removeIf(each -> each.contains(runId(incremental)));
    String runs = "arn:${AWS::Partition}:s3:::mine/team/runs/*/";
    assertEquals(
        Set.of(
            runs + "manifest.json",
            runs + "manifest.json/*",
            runs + "provenance",
            runs + "provenance/*",
            runs + "features",
            runs + "features/*"),
        read);
    for (String action : List.of("s3:PutObject", "s3:DeleteObject")) {
      assertFalse(
          resources(incremental, action).stream().anyMatch(each -> each.contains("/runs/*/")));
    }
  }

  @Test
  void aRunThatProjectsReadsTheRunWhoseFitItUses() {
    assertTrue(
        resources(Synthesized.of(Map.of("fitFrom", "s3://theirs/out/runs/a")), "s3:GetObject")
            .contains("arn:${AWS::Partition}:s3:::theirs/out/runs/a/*"));
    Synthesized sameOutput = Synthesized.of(Map.of("output", "s3://mine/team", "fitFrom", "a"));
    assertTrue(
        resources(sameOutput, "s3:GetObject")
            .contains("arn:${AWS::Partition}:s3:::mine/team/runs/a/*"));
    assertFalse(
        resources(sameOutput, "s3:PutObject")
            .contains("arn:${AWS::Partition}:s3:::mine/team/runs/a/*"));
  }

  @Test
  void aRunWithLabelsOfAFileFindsAndReadsIt() {
    Synthesized labelled = Synthesized.of(Map.of("labels", "s3://theirs/labels/all.csv"));
    assertTrue(
        resources(labelled, "s3:GetObject")
            .contains("arn:${AWS::Partition}:s3:::theirs/labels/all.csv"));
    assertTrue(resources(labelled, "s3:ListBucket").contains("arn:${AWS::Partition}:s3:::theirs"));
    assertFalse(
        resources(labelled, "s3:PutObject").stream().anyMatch(each -> each.contains("theirs")));
  }

  @Test
  void aRunWithANetworkOfItsOwnReadsItAndThePreprocessingBesideIt() {
    Synthesized own =
        Synthesized.of(
            Map.of("network", "s3://theirs/nets/vit.onnx", "preprocessing", "s3://more/a.json"));
    String folder = "arn:${AWS::Partition}:s3:::theirs/nets/";
    assertTrue(
        resources(own, "s3:GetObject")
            .containsAll(
                List.of(
                    folder + "vit.onnx",
                    folder + "vit.json",
                    folder + "preprocessor_config.json",
                    "arn:${AWS::Partition}:s3:::more/a.json")));
    assertTrue(resources(own, "s3:ListBucket").contains("arn:${AWS::Partition}:s3:::theirs"));
  }

  @Test
  void theInstanceRoleUsesOurKeyAndTheNamedOnesAsFarAsNeeded() {
    assertTrue(
        resources(OWN_BUCKETS, "kms:Decrypt")
            .containsAll(List.of(KEY + "images", KEY + "output", KEY + "code")));
    List<String> encrypting = resources(OWN_BUCKETS, "kms:GenerateDataKey");
    assertEquals(2, encrypting.size());
    assertTrue(encrypting.contains(KEY + "output"));
    assertEquals(1, resources(DEFAULTS, "kms:Decrypt").size());
  }

  @Test
  void theInstanceRoleReadsTheCertificatesThatAreNamed() {
    Synthesized withTls = Synthesized.of(Map.of("tlsCertificates", "s3://ours/tls/pem.zip"));
    assertTrue(
        resources(withTls, "s3:GetObject").contains("arn:${AWS::Partition}:s3:::ours/tls/pem.zip"));
  }

  @Test
  void twoRunsHaveTwoRolesWhoseNamesEmrMayPass() {
    Synthesized other = Synthesized.of(Map.of("run", "other-run"));
    assertEquals("image-features-${AWS::Region}-main-nodes", roleName(DEFAULTS));
    assertEquals("image-features-${AWS::Region}-other-run-nodes", roleName(other));
    assertEquals(roleName(DEFAULTS), profileName(DEFAULTS));
    String longest = "abcdefghijklmnopqrstuvwx";
    assertTrue(
        roleName(Synthesized.of(Map.of("run", longest)))
                .replace("${AWS::Region}", "ap-southeast-1")
                .length()
            <= 64);
  }

  private static String roleName(Synthesized synthesized) {
    for (JsonNode role : Synthesized.all(synthesized.run(), "AWS::IAM::Role")) {
      if (role.path("Properties").has("RoleName")) {
        return Synthesized.text(role.path("Properties").path("RoleName"));
      }
    }
    throw new AssertionError();
  }

  private static String profileName(Synthesized synthesized) {
    return Synthesized.text(
        Synthesized.only(synthesized.run(), "AWS::IAM::InstanceProfile")
            .path("Properties")
            .path("InstanceProfileName"));
  }

  @Test
  void theClusterWaitsForTheRolesRights() {
    JsonNode depends =
        DEFAULTS.run().path("Resources").path(DEFAULTS.clusterId()).path("DependsOn");
    assertTrue(
        Synthesized.texts(depends).stream().anyMatch(id -> id.startsWith("NodeRoleDefaultPolicy")));
  }
}
