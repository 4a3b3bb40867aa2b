package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What EMR reaches and may do: its security groups and its role. */
class EmrAccessTest extends FoundationTemplate {
  /** {@code to<-from protocol first-last} of every rule among EMR's three groups. */
  private static Set<String> rules(String type, String ownSide, String otherSide) {
    Set<String> rules = new TreeSet<>();
    for (JsonNode rule : Synthesized.all(FOUNDATION, type)) {
      JsonNode properties = rule.path("Properties");
      String own = groupName(properties.path(ownSide));
      if (own.startsWith("KeyEndpoint")) {
        continue;
      }
      String other =
          properties.has(otherSide)
              ? groupName(properties.path(otherSide))
              : Synthesized.text(properties.path("CidrIp"));
      rules.add(
          own
              + " "
              + other
              + " "
              + properties.path("IpProtocol").asText()
              + " "
              + properties.path("FromPort").asText("-")
              + "-"
              + properties.path("ToPort").asText("-"));
    }
    return rules;
  }

  private static String groupName(JsonNode reference) {
    return reference
        .path("Fn::GetAtt")
        .path(0)
        .asText()
        .replaceFirst("NodeSecurityGroups(Primary|Core|Service).*", "$1");
  }

  @Test
  void theSecurityGroupsHaveEmrsFullRuleSetAsResourcesOfTheirOwn() {
    Set<String> expected = new TreeSet<>();
    for (String to : List.of("Primary", "Core")) {
      for (String from : List.of("Primary", "Core")) {
        expected.add(to + " " + from + " tcp 0-65535");
        expected.add(to + " " + from + " udp 0-65535");
        expected.add(to + " " + from + " icmp -1--1");
      }
      expected.add(to + " Service tcp 8443-8443");
    }
    expected.add("Service Primary tcp 9443-9443");
    assertEquals(
        expected, rules("AWS::EC2::SecurityGroupIngress", "GroupId", "SourceSecurityGroupId"));
    assertEquals(
        new TreeSet<>(
            List.of(
                "Service Primary tcp 8443-8443",
                "Service Core tcp 8443-8443",
                "Primary 0.0.0.0/0 -1 ---",
                "Core 0.0.0.0/0 -1 ---")),
        rules("AWS::EC2::SecurityGroupEgress", "GroupId", "DestinationSecurityGroupId"));
    for (JsonNode group : Synthesized.all(FOUNDATION, "AWS::EC2::SecurityGroup")) {
      assertTrue(group.path("Properties").path("SecurityGroupIngress").isMissingNode());
    }
  }

  @Test
  void whatEmrTouchesIsTaggedForItsManagedPolicy() {
    List<JsonNode> touched = new ArrayList<>();
    touched.addAll(Synthesized.all(FOUNDATION, "AWS::EC2::VPC"));
    touched.addAll(Synthesized.all(FOUNDATION, "AWS::EC2::Subnet"));
    for (String id : Synthesized.ids(FOUNDATION, "AWS::EC2::SecurityGroup")) {
      if (id.startsWith("NodeSecurityGroups")) {
        touched.add(resource(id));
      }
    }
    assertEquals(6, touched.size());
    for (JsonNode each : touched) {
      assertTrue(
          each.path("Properties")
              .path("Tags")
              .toString()
              .contains(
                  "{\"Key\":\"for-use-with-amazon-emr-managed-policies\",\"Value\":\"true\"}"));
    }
  }

  private static JsonNode serviceRole() {
    return resource(serviceRoleId()).path("Properties");
  }

  private static String serviceRoleId() {
    return Synthesized.ids(FOUNDATION, "AWS::IAM::Role").stream()
        .filter(id -> id.startsWith("ServiceRole"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode serviceRolePolicy() {
    return Synthesized.all(FOUNDATION, "AWS::IAM::Policy").stream()
        .map(policy -> policy.path("Properties"))
        .filter(policy -> policy.path("Roles").toString().contains(serviceRoleId()))
        .findFirst()
        .orElseThrow()
        .path("PolicyDocument");
  }

  @Test
  void emrMayPassInstanceRolesOfRunsAndNoOthers() {
    JsonNode pass = statement(serviceRolePolicy(), "PassInstanceRoles");
    assertEquals(
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/image-features-${AWS::Region}-*-nodes",
        Synthesized.text(pass.path("Resource")));
    assertTrue(
        Synthesized.text(serviceRole().path("ManagedPolicyArns").path(0))
            .endsWith("service-role/AmazonEMRServicePolicy_v2"));
  }

  @Test
  void onlyEmrForThisAccountTakesTheServiceRole() {
    JsonNode trust = serviceRole().path("AssumeRolePolicyDocument").path("Statement");
    assertEquals(1, trust.size());
    assertEquals(
        "elasticmapreduce.amazonaws.com",
        Synthesized.text(trust.path(0).path("Principal").path("Service")));
    assertEquals(
        "${AWS::AccountId}",
        Synthesized.text(
            trust.path(0).path("Condition").path("StringEquals").path("aws:SourceAccount")));
  }

  @Test
  void emrMayMakeTheSpotServicesRoleAndGrantTheKeyToAwsOnly() {
    JsonNode spot = statement(serviceRolePolicy(), "FirstSpotRequest");
    assertTrue(
        Synthesized.text(spot.path("Resource"))
            .endsWith("spot.amazonaws.com/AWSServiceRoleForEC2Spot"));
    assertEquals(
        "spot.amazonaws.com",
        spot.path("Condition").path("StringEquals").path("iam:AWSServiceName").asText());
    JsonNode grant = statement(serviceRolePolicy(), "GrantKey");
    assertEquals(
        "true", grant.path("Condition").path("Bool").path("kms:GrantIsForAWSResource").asText());
    assertTrue(Synthesized.text(grant.path("Resource")).startsWith("${Key"));
  }
}
