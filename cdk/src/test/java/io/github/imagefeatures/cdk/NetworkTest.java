package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Subnets and endpoints. */
class NetworkTest extends FoundationTemplate {
  @Test
  void theNetworkHasTwoSubnetsAndNoWayToTheInternet() {
    assertEquals(2, Synthesized.all(FOUNDATION, "AWS::EC2::Subnet").size());
    Set<String> zones = new TreeSet<>();
    for (JsonNode subnet : Synthesized.all(FOUNDATION, "AWS::EC2::Subnet")) {
      assertFalse(subnet.path("Properties").path("MapPublicIpOnLaunch").asBoolean());
      zones.add(subnet.path("Properties").path("AvailabilityZone").toString());
    }
    assertEquals(2, zones.size());
    for (String type :
        List.of(
            "AWS::EC2::NatGateway",
            "AWS::EC2::InternetGateway",
            "AWS::EC2::Route",
            "AWS::EC2::EIP")) {
      assertEquals(List.of(), Synthesized.ids(FOUNDATION, type));
    }
  }

  @Test
  void allTrafficIsLoggedIntoTheBucketOfLogs() {
    JsonNode flow = Synthesized.only(FOUNDATION, "AWS::EC2::FlowLog").path("Properties");
    assertEquals("ALL", flow.path("TrafficType").asText());
    assertEquals("s3", flow.path("LogDestinationType").asText());
    assertEquals(
        "${%s.Arn}".formatted(bucketId("Logs")), Synthesized.text(flow.path("LogDestination")));
    JsonNode delivery = statement(bucketPolicy("Logs"), "FlowLogs");
    assertEquals(
        "${AWS::AccountId}",
        Synthesized.text(
            delivery.path("Condition").path("StringEquals").path("aws:SourceAccount")));
  }

  @Test
  void foreignCredentialsReachNothingThroughTheStorageEndpoint() {
    JsonNode policy = endpoint(FOUNDATION, "Gateway").path("PolicyDocument");
    JsonNode own = statement(policy, "PrincipalsOfThisAccount");
    assertEquals(
        "${AWS::AccountId}",
        Synthesized.text(own.path("Condition").path("StringEquals").path("aws:PrincipalAccount")));
    for (JsonNode each : policy.path("Statement")) {
      if (each.path("Condition").isMissingNode()) {
        assertFalse(Synthesized.texts(each.path("Resource")).contains("*"));
      }
    }
  }

  @Test
  void nodesReachWhatEmrNeedsInPrivateSubnets() {
    JsonNode policy = endpoint(FOUNDATION, "Gateway").path("PolicyDocument");
    String arn = "arn:${AWS::Partition}:s3:::";
    assertEquals(
        List.of(
            arn + "al2023-repos-${AWS::Region}-de612dc2/*",
            arn + "repo.${AWS::Region}.emr.amazonaws.com/*"),
        Synthesized.texts(statement(policy, "SystemPackages").path("Resource")));
    assertEquals(
        List.of(arn + "aws157-logs-prod-${AWS::Region}/*", arn + "aws157-logs-prod/*"),
        Synthesized.texts(statement(policy, "ServiceLogs").path("Resource")));
    assertEquals(
        List.of("s3:PutObject"),
        Synthesized.texts(statement(policy, "ServiceLogs").path("Action")));
    assertEquals(
        List.of(arn + "prod.${AWS::Region}.appinfo.src", arn + "prod.${AWS::Region}.appinfo.src/*"),
        Synthesized.texts(statement(policy, "ApplicationHistory").path("Resource")));
    assertEquals(
        List.of("s3:Abort*", "s3:Create*", "s3:Get*", "s3:List*", "s3:Put*"),
        Synthesized.texts(statement(policy, "ApplicationHistory").path("Action")));
  }

  @Test
  void thereIsNeverAnEndpointOfExecuteApi() {
    assertFalse(FOUNDATION.toString().contains("execute-api"));
  }

  @Test
  void theKeysEndpointIsThereIfAndOnlyIfLocalDisksAreEncrypted() {
    JsonNode without = foundation(Map.of("localDisks", "none"));
    assertEquals(2, Synthesized.all(FOUNDATION, "AWS::EC2::VPCEndpoint").size());
    assertEquals(1, Synthesized.all(without, "AWS::EC2::VPCEndpoint").size());
    assertTrue(securityConfiguration(FOUNDATION).toString().contains("LocalDiskEncryption"));
    assertFalse(securityConfiguration(without).toString().contains("LocalDiskEncryption"));
  }

  @Test
  void onlyTheNodesReachTheKeysEndpointAndOnlyOurKeyBehindIt() {
    JsonNode endpoint = endpoint(FOUNDATION, "Interface");
    assertTrue(endpoint.path("PrivateDnsEnabled").asBoolean());
    assertEquals(2, endpoint.path("SubnetIds").size());
    String group =
        Synthesized.ids(FOUNDATION, "AWS::EC2::SecurityGroup").stream()
            .filter(id -> id.startsWith("KeyEndpoint"))
            .findFirst()
            .orElseThrow();
    List<String> sources = new ArrayList<>();
    for (JsonNode rule : Synthesized.all(FOUNDATION, "AWS::EC2::SecurityGroupIngress")) {
      JsonNode properties = rule.path("Properties");
      if (Synthesized.text(properties.path("GroupId")).contains(group)) {
        assertEquals(443, properties.path("FromPort").asInt());
        assertEquals(443, properties.path("ToPort").asInt());
        sources.add(Synthesized.text(properties.path("SourceSecurityGroupId")).substring(2, 27));
      }
    }
    assertEquals(List.of("NodeSecurityGroupsPrimary", "NodeSecurityGroupsCore4C6"), sources);
    JsonNode policy = statement(endpoint.path("PolicyDocument"), "OnlyOurKey");
    assertTrue(Synthesized.text(policy.path("Resource")).startsWith("${Key"));
    assertEquals(1, endpoint.path("PolicyDocument").path("Statement").size());
  }
}
