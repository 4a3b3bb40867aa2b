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

class FoundationTest {
  private static final Synthesized DEFAULTS = Synthesized.of(Map.of());
  private static final JsonNode FOUNDATION = DEFAULTS.foundation();

  private static JsonNode foundation(Map<String, ?> context) {
    return Synthesized.of(context).foundation();
  }

  private static JsonNode resource(String id) {
    return FOUNDATION.path("Resources").path(id);
  }

  private static String bucketId(String name) {
    return Synthesized.ids(FOUNDATION, "AWS::S3::Bucket").stream()
        .filter(id -> id.startsWith("Buckets" + name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode bucket(String name) {
    return resource(bucketId(name)).path("Properties");
  }

  private static JsonNode bucketPolicy(String name) {
    for (JsonNode policy : Synthesized.all(FOUNDATION, "AWS::S3::BucketPolicy")) {
      if (policy.path("Properties").path("Bucket").path("Ref").asText().equals(bucketId(name))) {
        return policy.path("Properties").path("PolicyDocument");
      }
    }
    throw new AssertionError(name);
  }

  private static JsonNode statement(JsonNode document, String sid) {
    for (JsonNode each : document.path("Statement")) {
      if (each.path("Sid").asText().equals(sid)) {
        return each;
      }
    }
    throw new AssertionError(sid + " is not in " + document);
  }

  private static JsonNode keyPolicy() {
    return Synthesized.only(FOUNDATION, "AWS::KMS::Key").path("Properties").path("KeyPolicy");
  }

  private static JsonNode endpoint(JsonNode template, String type) {
    for (JsonNode each : Synthesized.all(template, "AWS::EC2::VPCEndpoint")) {
      if (each.path("Properties").path("VpcEndpointType").asText().equals(type)) {
        return each.path("Properties");
      }
    }
    throw new AssertionError(type);
  }

  @Test
  void anotherRunDoesNotChangeTheFoundation() {
    JsonNode other =
        foundation(
            Map.of(
                "run", "other",
                "again", "once more",
                "images", "s3://theirs/images",
                "output", "s3://theirs/output",
                "model", "s3://theirs/own.h5",
                "instanceTypes", "r5.4xlarge",
                "timeoutHours", "12",
                "maxTaskUnits", "100"));
    assertEquals(FOUNDATION, other);
  }

  @Test
  void dataLogsAndCodeAreEncryptedWithTheKeyByBucketKeys() {
    for (String name : List.of("Data", "Logs", "Code")) {
      JsonNode rule =
          bucket(name).path("BucketEncryption").path("ServerSideEncryptionConfiguration").path(0);
      assertTrue(rule.path("BucketKeyEnabled").asBoolean(), name);
      JsonNode byDefault = rule.path("ServerSideEncryptionByDefault");
      assertEquals("aws:kms", byDefault.path("SSEAlgorithm").asText());
      assertTrue(Synthesized.text(byDefault.path("KMSMasterKeyID")).startsWith("${Key"));
    }
  }

  @Test
  void noBucketIsOpenToThePublicOrReadWithoutTls() {
    for (String name : List.of("Data", "Logs", "Code", "Access")) {
      bucket(name)
          .path("PublicAccessBlockConfiguration")
          .forEach(flag -> assertTrue(flag.asBoolean(), name));
      assertEquals(4, bucket(name).path("PublicAccessBlockConfiguration").size());
      boolean tlsOnly = false;
      for (JsonNode each : bucketPolicy(name).path("Statement")) {
        tlsOnly |=
            each.path("Effect").asText().equals("Deny")
                && each.path("Condition")
                    .path("Bool")
                    .path("aws:SecureTransport")
                    .asText()
                    .equals("false");
      }
      assertTrue(tlsOnly, name);
    }
  }

  @Test
  void dataIsVersionedAndOldVersionsAndBrokenUploadsGoAway() {
    assertEquals("Enabled", bucket("Data").path("VersioningConfiguration").path("Status").asText());
    JsonNode rules = bucket("Data").path("LifecycleConfiguration").path("Rules");
    assertEquals(
        7,
        rules.path(0).path("AbortIncompleteMultipartUpload").path("DaysAfterInitiation").asInt());
    assertEquals(
        30, rules.path(1).path("NoncurrentVersionExpiration").path("NoncurrentDays").asInt());
    assertTrue(rules.findPath("ExpirationInDays").isMissingNode(), "results never expire");
    assertEquals(
        90, bucket("Logs").path("LifecycleConfiguration").findPath("ExpirationInDays").asInt());
  }

  @Test
  void whoReadsABucketIsLoggedIntoABucketWithItsOwnEncryption() {
    for (String name : List.of("Data", "Logs", "Code")) {
      assertEquals(
          bucketId("Access"),
          bucket(name)
              .path("LoggingConfiguration")
              .path("DestinationBucketName")
              .path("Ref")
              .asText());
    }
    assertEquals("AES256", bucket("Access").findPath("SSEAlgorithm").asText());
  }

  @Test
  void bucketsAndKeyOutliveTheStack() {
    for (String name : List.of("Data", "Logs", "Code", "Access")) {
      assertEquals("Retain", resource(bucketId(name)).path("DeletionPolicy").asText());
      assertEquals("Retain", resource(bucketId(name)).path("UpdateReplacePolicy").asText());
    }
    assertEquals(
        "Retain", Synthesized.only(FOUNDATION, "AWS::KMS::Key").path("DeletionPolicy").asText());
  }

  @Test
  void bucketsAndKeyGoWithTheStackWhenThatIsSaid() {
    JsonNode template = foundation(Map.of("removal", "destroy"));
    Synthesized.all(template, "AWS::S3::Bucket")
        .forEach(each -> assertEquals("Delete", each.path("DeletionPolicy").asText()));
    assertEquals(
        "Delete", Synthesized.only(template, "AWS::KMS::Key").path("DeletionPolicy").asText());
  }

  @Test
  void theKeyRotatesAndServesVolumesOnlyThroughEc2OfThisAccount() {
    JsonNode key = Synthesized.only(FOUNDATION, "AWS::KMS::Key").path("Properties");
    assertTrue(key.path("EnableKeyRotation").asBoolean());
    for (String sid : List.of("VolumesOfThisAccount", "GrantsForVolumesOfThisAccount")) {
      JsonNode equal = statement(keyPolicy(), sid).path("Condition").path("StringEquals");
      assertEquals(
          "ec2.${AWS::Region}.amazonaws.com", Synthesized.text(equal.path("kms:ViaService")));
      assertEquals("${AWS::AccountId}", Synthesized.text(equal.path("kms:CallerAccount")));
    }
    assertEquals(
        "true",
        statement(keyPolicy(), "GrantsForVolumesOfThisAccount")
            .path("Condition")
            .path("Bool")
            .path("kms:GrantIsForAWSResource")
            .asText());
  }

  @Test
  void noServiceUsesTheKeyForAnotherAccount() {
    for (JsonNode each : keyPolicy().path("Statement")) {
      if (each.path("Principal").has("Service")
          || each.path("Principal").path("AWS").asText().equals("*")) {
        assertTrue(
            each.path("Condition").toString().contains("AWS::AccountId"),
            each.path("Sid").asText());
      }
    }
    assertEquals(
        "logs.${AWS::Region}.amazonaws.com",
        Synthesized.text(
            statement(keyPolicy(), "LogGroupsOfThisAccount").path("Principal").path("Service")));
    assertEquals(
        "delivery.logs.amazonaws.com",
        Synthesized.text(
            statement(keyPolicy(), "LogsDeliveredToOurBucket").path("Principal").path("Service")));
  }

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
        List.of(arn + "aws157-logs-prod-${AWS::Region}/*"),
        Synthesized.texts(statement(policy, "ServiceLogs").path("Resource")));
    assertEquals(
        List.of("s3:PutObject"),
        Synthesized.texts(statement(policy, "ServiceLogs").path("Action")));
    assertEquals(
        List.of(arn + "prod.${AWS::Region}.appinfo.src", arn + "prod.${AWS::Region}.appinfo.src/*"),
        Synthesized.texts(statement(policy, "ApplicationHistory").path("Resource")));
    assertTrue(
        Synthesized.texts(statement(policy, "ApplicationHistory").path("Action"))
            .containsAll(List.of("s3:PutObject", "s3:GetObject", "s3:ListBucket")));
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
    String id = Synthesized.ids(FOUNDATION, "AWS::IAM::Role").get(0);
    return resource(id).path("Properties");
  }

  private static JsonNode serviceRolePolicy() {
    return Synthesized.only(FOUNDATION, "AWS::IAM::Policy")
        .path("Properties")
        .path("PolicyDocument");
  }

  @Test
  void emrMayPassInstanceRolesOfRunsAndNoOthers() {
    JsonNode pass = statement(serviceRolePolicy(), "PassInstanceRoles");
    assertEquals(
        "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/image-features-${AWS::Region}-*-nodes",
        Synthesized.text(pass.path("Resource")));
    assertEquals(1, Synthesized.all(FOUNDATION, "AWS::IAM::Role").size());
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

  private static JsonNode securityConfiguration(JsonNode template) {
    return Synthesized.only(template, "AWS::EMR::SecurityConfiguration")
        .path("Properties")
        .path("SecurityConfiguration");
  }

  /** The shape that EMR documents; cdk-nag's EMR4 and EMR5 look for another one. */
  @Test
  void clustersEncryptStorageAndDisksAndKeepCredentialsToVersionTwo() {
    JsonNode encryption = securityConfiguration(FOUNDATION).path("EncryptionConfiguration");
    assertTrue(encryption.path("EnableAtRestEncryption").asBoolean());
    JsonNode atRest = encryption.path("AtRestEncryptionConfiguration");
    assertEquals(
        "SSE-KMS", atRest.path("S3EncryptionConfiguration").path("EncryptionMode").asText());
    JsonNode disks = atRest.path("LocalDiskEncryptionConfiguration");
    assertEquals("AwsKms", disks.path("EncryptionKeyProviderType").asText());
    assertTrue(disks.path("EnableEbsEncryption").asBoolean());
    assertTrue(Synthesized.text(disks.path("AwsKmsKey")).startsWith("${Key"));
    JsonNode metadata =
        securityConfiguration(FOUNDATION).path("InstanceMetadataServiceConfiguration");
    assertEquals(2, metadata.path("MinimumInstanceMetadataServiceVersion").asInt());
    assertEquals(1, metadata.path("HttpPutResponseHopLimit").asInt());
  }

  @Test
  void trafficIsEncryptedWithTheCertificatesThatAreNamed() {
    assertFalse(
        securityConfiguration(FOUNDATION)
            .path("EncryptionConfiguration")
            .path("EnableInTransitEncryption")
            .asBoolean(true));
    JsonNode encryption =
        securityConfiguration(foundation(Map.of("tlsCertificates", "s3://ours/pem.zip")))
            .path("EncryptionConfiguration");
    assertTrue(encryption.path("EnableInTransitEncryption").asBoolean());
    JsonNode tls =
        encryption.path("InTransitEncryptionConfiguration").path("TLSCertificateConfiguration");
    assertEquals("PEM", tls.path("CertificateProviderType").asText());
    assertEquals("s3://ours/pem.zip", tls.path("S3Object").asText());
  }

  @Test
  void outcomesGoToAnEncryptedTopicAndToTheAddressThatIsNamed() {
    JsonNode topic = Synthesized.only(FOUNDATION, "AWS::SNS::Topic").path("Properties");
    assertTrue(Synthesized.text(topic.path("KmsMasterKeyId")).startsWith("${Key"));
    assertEquals(List.of(), Synthesized.ids(FOUNDATION, "AWS::SNS::Subscription"));
    JsonNode mail =
        Synthesized.only(foundation(Map.of("notify", "a@example.org")), "AWS::SNS::Subscription");
    assertEquals("email", mail.path("Properties").path("Protocol").asText());
    assertEquals("a@example.org", mail.path("Properties").path("Endpoint").asText());
  }

  @Test
  void theFoundationExportsNothingThatARunCouldLock() {
    assertTrue(FOUNDATION.findValues("Export").isEmpty());
    assertEquals(
        FoundationParameter.values().length,
        Synthesized.all(FOUNDATION, "AWS::SSM::Parameter").size());
    assertFalse(DEFAULTS.run().toString().contains("Fn::ImportValue"));
  }

  @Test
  void everyRoleHasThePermissionsBoundaryAndEverythingTheTags() {
    Synthesized bounded =
        Synthesized.of(
            Map.of("permissionsBoundary", "team/bound", "tags", Map.of("team", "vision")));
    for (JsonNode template : List.of(bounded.foundation(), bounded.run())) {
      for (JsonNode role : Synthesized.all(template, "AWS::IAM::Role")) {
        assertEquals(
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/team/bound",
            Synthesized.text(role.path("Properties").path("PermissionsBoundary")));
        assertTrue(role.path("Properties").path("Tags").toString().contains("vision"));
      }
    }
    assertTrue(bounded.cluster().path("Tags").toString().contains("vision"));
    assertEquals(List.of(), new ArrayList<>(DEFAULTS.run().findValues("PermissionsBoundary")));
  }

  @Test
  void aRunRefersToTheFoundationSoThatNothingUnchangedIsEverTouched() {
    // Parameters of an SSM type would be read at every deployment and replace a finished cluster.
    assertEquals(1, DEFAULTS.run().path("Parameters").size());
    assertTrue(DEFAULTS.run().path("Parameters").has("BootstrapVersion"));
    String all = Synthesized.of(Map.of("tlsCertificates", "s3://ours/pem.zip")).run().toString();
    int references = all.split("resolve:ssm:", -1).length - 1;
    assertTrue(references <= 60, references + ": CloudFormation takes 60 in a template");
  }
}
