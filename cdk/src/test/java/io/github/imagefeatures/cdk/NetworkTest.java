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
  private static final JsonNode WITH_KEY_ENDPOINT = foundation(Map.of("keyEndpoint", "true"));

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
  void anIdleFoundationHasNoEndpointThatIsBilled() {
    assertEquals(1, Synthesized.all(FOUNDATION, "AWS::EC2::VPCEndpoint").size());
    assertEquals("Gateway", endpoint(FOUNDATION, "Gateway").path("VpcEndpointType").asText());
    assertEquals(2, Synthesized.all(WITH_KEY_ENDPOINT, "AWS::EC2::VPCEndpoint").size());
  }

  @Test
  void disksAreEncryptedWithoutTheKeysEndpoint() {
    JsonNode without = foundation(Map.of("localDisks", "none"));
    assertTrue(
        securityConfiguration(FOUNDATION).toString().contains("\"EnableEbsEncryption\":true"));
    assertFalse(securityConfiguration(without).toString().contains("LocalDiskEncryption"));
  }

  @Test
  void theSubnetsAreInTheZonesThatAreNamed() {
    JsonNode named = foundation(Map.of("zones", "us-east-1b, us-east-1d"));
    List<String> zones = new ArrayList<>();
    for (JsonNode subnet : Synthesized.all(named, "AWS::EC2::Subnet")) {
      zones.add(subnet.path("Properties").path("AvailabilityZone").asText());
    }
    assertEquals(List.of("us-east-1b", "us-east-1d"), zones);
  }

  @Test
  void onlyTheNodesReachTheKeysEndpointAndOnlyOurKeyBehindIt() {
    JsonNode endpoint = endpoint(WITH_KEY_ENDPOINT, "Interface");
    assertTrue(endpoint.path("PrivateDnsEnabled").asBoolean());
    assertEquals(2, endpoint.path("SubnetIds").size());
    String group =
        Synthesized.ids(WITH_KEY_ENDPOINT, "AWS::EC2::SecurityGroup").stream()
            .filter(id -> id.startsWith("KeyEndpoint"))
            .findFirst()
            .orElseThrow();
    List<String> sources = new ArrayList<>();
    for (JsonNode rule : Synthesized.all(WITH_KEY_ENDPOINT, "AWS::EC2::SecurityGroupIngress")) {
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
