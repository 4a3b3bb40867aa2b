package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the account has already is used; the foundation makes what is left. */
class ExistingPartsTest {
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
  private static final Map<String, Object> NETWORK =
      Map.of("vpc", "vpc-0123456789abcdef0", "subnets", "subnet-0123456789abcdef0");
  static final Map<String, Object> EVERYTHING =
      Map.of(
          "vpc",
          "vpc-0123456789abcdef0",
          "subnets",
          List.of("subnet-0123456789abcdef0", "subnet-0123456789abcdef1"),
          "securityGroups",
          List.of("sg-0123456789abcdef0", "sg-0123456789abcdef1", "sg-0123456789abcdef2"),
          "key",
          KEY,
          "dataBucket",
          "their-data",
          "logsBucket",
          "their-logs",
          "serviceRole",
          "their-emr",
          "instanceProfile",
          "their-nodes");

  private static final Synthesized ALL = Synthesized.of(EVERYTHING);

  private static List<String> made(Synthesized synthesized, String type) {
    return Synthesized.ids(synthesized.foundation(), type);
  }

  /** What the foundation tells runs. */
  private static Map<String, String> told(Synthesized synthesized) {
    Map<String, String> told = new HashMap<>();
    for (JsonNode each : Synthesized.all(synthesized.foundation(), "AWS::SSM::Parameter")) {
      told.put(
          each.path("Properties").path("Name").asText().replaceFirst(".*/", ""),
          Synthesized.text(each.path("Properties").path("Value")));
    }
    return told;
  }

  private static SettingsException refused(Map<String, ?> context) {
    return assertThrows(SettingsException.class, () -> PipelineSettings.of(context, context));
  }

  @Test
  void whatIsThereIsNotMade() {
    for (String type :
        List.of(
            "AWS::EC2::VPC",
            "AWS::EC2::Subnet",
            "AWS::EC2::VPCEndpoint",
            "AWS::EC2::FlowLog",
            "AWS::EC2::SecurityGroup",
            "AWS::EC2::SecurityGroupIngress",
            "AWS::EC2::SecurityGroupEgress",
            "AWS::KMS::Key")) {
      assertEquals(List.of(), made(ALL, type), type);
    }
    assertEquals(2, made(ALL, "AWS::S3::Bucket").size(), "code, and who read it");
    assertEquals(List.of(), Synthesized.ids(ALL.run(), "AWS::IAM::InstanceProfile"));
  }

  @Test
  void runsAreToldWhatIsThere() {
    Map<String, String> told = told(ALL);
    assertEquals("their-data", told.get("data-bucket"));
    assertEquals("their-logs", told.get("logs-bucket"));
    assertEquals(KEY, told.get("key"));
    assertEquals("subnet-0123456789abcdef0", told.get("subnet-a"));
    assertEquals("subnet-0123456789abcdef1", told.get("subnet-b"));
    assertEquals("sg-0123456789abcdef0", told.get("primary-group"));
    assertEquals("sg-0123456789abcdef1", told.get("core-group"));
    assertEquals("sg-0123456789abcdef2", told.get("service-group"));
    assertEquals("their-emr", told.get("service-role"));
    assertEquals("their-nodes", ALL.cluster().path("JobFlowRole").asText());
  }

  /** Policies, tags and rules of what is theirs would be resources of our stacks. */
  @Test
  void nothingThatIsThereIsChanged() {
    for (JsonNode template : List.of(ALL.foundation(), ALL.run())) {
      for (JsonNode policy : Synthesized.all(template, "AWS::S3::BucketPolicy")) {
        assertTrue(policy.path("Properties").path("Bucket").has("Ref"), policy.toString());
      }
      for (JsonNode policy : Synthesized.all(template, "AWS::IAM::Policy")) {
        policy
            .path("Properties")
            .path("Roles")
            .forEach(role -> assertTrue(role.has("Ref"), policy.toString()));
      }
    }
  }

  @Test
  void whatTheFoundationMakesIsEncryptedWithTheKeyThatIsThere() {
    for (String type : List.of("AWS::SNS::Topic", "AWS::Logs::LogGroup")) {
      JsonNode made = Synthesized.only(ALL.foundation(), type).path("Properties");
      String property = type.endsWith("Topic") ? "KmsMasterKeyId" : "KmsKeyId";
      assertEquals(KEY, Synthesized.text(made.path(property)));
    }
    assertTrue(
        Synthesized.only(ALL.foundation(), "AWS::EMR::SecurityConfiguration")
            .toString()
            .contains(KEY));
  }

  @Test
  void groupsThatAreNotNamedAreMadeInTheVpcThatIs() {
    Synthesized network = Synthesized.of(NETWORK);
    assertEquals(List.of(), made(network, "AWS::EC2::VPC"));
    List<JsonNode> groups = Synthesized.all(network.foundation(), "AWS::EC2::SecurityGroup");
    assertEquals(3, groups.size());
    groups.forEach(
        group ->
            assertEquals("vpc-0123456789abcdef0", group.path("Properties").path("VpcId").asText()));
  }

  @Test
  void oneSubnetWillDo() {
    Synthesized network = Synthesized.of(NETWORK);
    assertFalse(told(network).containsKey("subnet-b"));
    assertEquals(1, network.cluster().path("Instances").path("Ec2SubnetIds").size());
    assertEquals(2, ALL.cluster().path("Instances").path("Ec2SubnetIds").size());
  }

  /** Their delivery would have AWS write a policy onto the bucket. */
  @Test
  void flowLogsNeverGoIntoABucketThatIsThere() {
    JsonNode foundation = Synthesized.of(Map.of("logsBucket", "their-logs")).foundation();
    String destination =
        Synthesized.text(
            Synthesized.only(foundation, "AWS::EC2::FlowLog")
                .path("Properties")
                .path("LogDestination"));
    assertTrue(destination.startsWith("${BucketsAccess"), destination);
    assertFalse(foundation.toString().contains("their-logs/"));
  }

  @Test
  void aRunWithTheProfileThatIsThereHasTheSameStepAndNoRoleOfNodes() {
    assertEquals(
        Synthesized.of(Map.of()).stepArguments().subList(0, 5), ALL.stepArguments().subList(0, 5));
    for (JsonNode role : Synthesized.all(ALL.run(), "AWS::IAM::Role")) {
      assertFalse(
          role.path("Properties").path("AssumeRolePolicyDocument").toString().contains("ec2"),
          role.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vpc | vpc-1 | vpc is the id of a VPC, such as vpc-0123456789abcdef0, not 'vpc-1'.",
        "vpc | vpc-0123456789abcdef0 | vpc needs subnets: EMR takes nodes from them; name both in cdk.json.",
        "subnets | subnet-0123456789abcdef0 | subnets needs vpc: security groups are made in it; name both in cdk.json.",
        "subnets | 10.0.0.0/20 | subnets is one subnet or two in two zones, such as subnet-0123456789abcdef0, not '10.0.0.0/20'.",
        "securityGroups | sg-0123456789abcdef0 | securityGroups is three security groups, of primary nodes, of core and task nodes, and of EMR's access to them, such as sg-0123456789abcdef0, not 'sg-0123456789abcdef0'.",
        "securityGroups | sg-0123456789abcdef0,sg-0123456789abcdef1,sg-0123456789abcdef2 | securityGroups needs vpc: a group belongs to one VPC; name both in cdk.json.",
        "key | alias/ours | key is the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/..., not 'alias/ours'.",
        "dataBucket | s3://ours | dataBucket is the name of a bucket of the region, not 's3://ours'.",
        "logsBucket | Ours | logsBucket is the name of a bucket of the region, not 'Ours'.",
        "serviceRole | arn:aws:iam::1:role/emr | serviceRole is the name of a role, without path, not 'arn:aws:iam::1:role/emr'.",
        "instanceProfile | a/b | instanceProfile is the name of an instance profile, without path, not 'a/b'.",
        "instanceProfile | nodes | instanceProfile needs serviceRole: it must be allowed to pass the profile's role; name both in cdk.json.",
      })
  void aValueThatCannotBeUsedIsOneSentence(String name, String value, String sentence) {
    assertEquals(sentence, refused(Map.of(name, value)).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"zones | us-east-1a,us-east-1b", "keyEndpoint | true"})
  void whatIsForTheFoundationsNetworkExcludesOneThatIsThere(String name, String value) {
    Map<String, Object> context = new HashMap<>(NETWORK);
    context.put(name, value);
    assertEquals(
        name + " is for the network that the foundation makes: leave out " + name + " or vpc.",
        refused(context).getMessage());
  }

  @Test
  void whatIsThereIsNamedInTheFileAlone() {
    for (String name : ExistingParts.NAMES) {
      SettingsException refused =
          assertThrows(
              SettingsException.class,
              () -> PipelineSettings.of(Map.of(name, EVERYTHING.get(name)), Map.of()));
      assertEquals("IF-CDK-04", refused.id());
    }
  }
}
