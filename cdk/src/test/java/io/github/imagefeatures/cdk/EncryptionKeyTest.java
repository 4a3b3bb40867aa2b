package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The key and what is encrypted with it. */
class EncryptionKeyTest extends FoundationTemplate {
  private static JsonNode keyPolicy() {
    return Synthesized.only(FOUNDATION, "AWS::KMS::Key").path("Properties").path("KeyPolicy");
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
}
