package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code make destroy}, {@code make destroy-foundation} and {@code make results}. */
class DestroyTest extends DeploymentScripts {
  private static final String NO_STACK =
      "*describe-stacks*) echo 'Stack with id x does not exist' >&2; exit 254 ;;";

  @Test
  void destroyGivesUpAnUpdateFirst() throws Exception {
    aws(
        "*StackStatus*) if [ -e done ]; then echo UPDATE_ROLLBACK_COMPLETE; else echo"
            + " UPDATE_IN_PROGRESS; fi ;;",
        "*cancel-update-stack*) touch done ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/destroy");
    assertEquals(0, outcome.code(), outcome.output());
    String all = String.join("\n", calls());
    assertTrue(all.indexOf("cancel-update-stack") < all.indexOf("delete-stack"), all);
    assertTrue(all.contains("cancel-update-stack"), all);
  }

  @Test
  void destroyWaitsForARollbackToEnd() throws Exception {
    aws(
        "*StackStatus*) if [ -e once ]; then echo ROLLBACK_COMPLETE; else touch once; echo"
            + " ROLLBACK_IN_PROGRESS; fi ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/destroy");
    assertEquals(0, outcome.code(), outcome.output());
    List<String> all = calls();
    assertTrue(all.get(2).contains("delete-stack"), all.toString());
    assertFalse(all.toString().contains("cancel-update-stack"), all.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"destroy", "destroy-foundation", "results"})
  void aStackOfWhichAwsSaysNothingIsNotTakenForGone(String script) throws Exception {
    aws("*describe-stacks*) echo 'ExpiredToken: The token has expired' >&2; exit 254 ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/" + script);
    assertEquals(1, outcome.code(), outcome.output());
    assertTrue(
        outcome.output().matches("image-features: AWS does not say how .* is: ExpiredToken.*\n"),
        outcome.output());
    assertFalse(calls().toString().contains("delete-stack"));
  }

  @Test
  void theFoundationStaysWhenAwsDoesNotSayWhichRunsStand() throws Exception {
    aws(
        "*StackStatus*) echo CREATE_COMPLETE ;;",
        "*starts_with*) echo Throttling >&2; exit 254 ;;");
    Outcome outcome = run(Map.of(), "cdk/bin/destroy-foundation");
    assertNotEquals(0, outcome.code());
    assertFalse(calls().toString().contains("delete-stack"));
  }

  private static final String DELETE_FAILS_ONCE =
      "*'wait stack-delete-complete'*) [ -e once ] || { touch once; exit 255; } ;;";
  private static final String CLUSTER_LEFT =
      "*DELETE_FAILED*) printf 'Cluster0123456789\\tj-1\\n' ;;";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*describe-cluster*) echo \"Cluster id 'j-1' is not valid.\" >&2; exit 254 ;;",
        "*describe-cluster*) echo TERMINATED ;;"
      })
  void aClusterThatEmrHasForgottenDoesNotHoldTheStack(String cluster) throws Exception {
    aws("*StackStatus*) echo CREATE_COMPLETE ;;", DELETE_FAILS_ONCE, CLUSTER_LEFT, cluster);
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/destroy");
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(
        calls().toString().contains("--retain-resources Cluster0123456789"), calls().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*describe-cluster*) echo RUNNING ;;",
        "*describe-cluster*) echo ExpiredToken >&2; exit 254 ;;"
      })
  void aClusterThatMayStillRunIsNeverLeftBehind(String cluster) throws Exception {
    aws("*StackStatus*) echo CREATE_COMPLETE ;;", DELETE_FAILS_ONCE, CLUSTER_LEFT, cluster);
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/destroy");
    assertEquals(1, outcome.code());
    assertTrue(outcome.output().contains("image-features-fruit is not gone"), outcome.output());
    assertFalse(calls().toString().contains("--retain-resources"), calls().toString());
  }

  @Test
  void destroyOfNothingIsDone() throws Exception {
    aws(NO_STACK);
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
    assertTrue(
        outcome.output().contains("What it kept stays, and the next foundation will not know it"),
        outcome.output());
  }

  @Test
  void destroyFoundationEmptiesNoBucketThatWasThereBeforeIt() throws Exception {
    Path file = folder.resolve("cdk.json");
    Files.writeString(
        file, Files.readString(file).replace("\"removal\": \"keep\"", "\"removal\": \"destroy\""));
    aws(
        "*StackStatus*) echo CREATE_COMPLETE ;;",
        "*starts_with*) echo image-features-foundation ;;",
        "*list-stack-resources*SecurityGroup*) ;;",
        "*list-stack-resources*text*) printf 'our-code\tour-access\n' ;;",
        "*list-object-versions*) echo '{\"Objects\": null}' ;;",
        "*get-parameter*data-bucket*) echo their-data ;;",
        "*get-parameter*logs-bucket*) echo their-logs ;;",
        "*get-parameter*code-bucket*) echo our-code ;;");
    Outcome outcome = run(Map.of(), "cdk/bin/destroy-foundation");
    assertEquals(0, outcome.code(), outcome.output());
    String all = String.join("\n", calls());
    assertTrue(all.contains("list-object-versions --bucket our-code"), all);
    assertFalse(all.contains("--bucket their-"), all);
    assertFalse(all.contains("describe-security-group-rules"), "none of the groups is ours");
  }

  @Test
  void aParameterThatAwsLeavesInAnOutputIsRead() throws Exception {
    aws(
        "*StackStatus*) echo CREATE_COMPLETE ;;",
        "*RunFolder*) echo 's3://{{resolve:ssm:/image-features/foundation/data-bucket}}/runs/a-1' ;;",
        "*'get-parameter --name /image-features/foundation/data-bucket '*) echo the-bucket ;;",
        "*'s3 sync'*) mkdir -p results/fruit && touch results/fruit/report.html ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/results");
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(
        calls().toString().contains("s3://the-bucket/runs/a-1/ results/fruit/"),
        calls().toString());
  }

  @Test
  void resultsOfNoRunAreOneSentence() throws Exception {
    aws(NO_STACK);
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/results");
    assertEquals(1, outcome.code());
    assertTrue(
        outcome.output().startsWith("image-features: there is no deployed run 'fruit': "),
        outcome.output());
  }

  @Test
  void resultsOfARunThatWasRolledBackAreOneSentence() throws Exception {
    aws("*StackStatus*) echo ROLLBACK_COMPLETE ;;", "*describe-stacks*) echo None ;;");
    Outcome outcome = run(Map.of("RUN", "fruit"), "cdk/bin/results");
    assertEquals(1, outcome.code());
    assertEquals(
        "image-features: the run 'fruit' has no results: its stack is ROLLBACK_COMPLETE. [IF-AWS-11]\n",
        outcome.output());
  }
}
