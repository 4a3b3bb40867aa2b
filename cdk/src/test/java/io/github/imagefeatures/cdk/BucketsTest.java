package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The buckets. */
class BucketsTest extends FoundationTemplate {
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
      assertEquals(
          "RetainExceptOnCreate", resource(bucketId(name)).path("DeletionPolicy").asText());
      assertEquals("Retain", resource(bucketId(name)).path("UpdateReplacePolicy").asText());
    }
    assertEquals(
        "RetainExceptOnCreate",
        Synthesized.only(FOUNDATION, "AWS::KMS::Key").path("DeletionPolicy").asText());
  }

  @Test
  void bucketsAndKeyGoWithTheStackWhenThatIsSaid() {
    JsonNode template = foundation(Map.of("removal", "destroy"));
    Synthesized.all(template, "AWS::S3::Bucket")
        .forEach(each -> assertEquals("Delete", each.path("DeletionPolicy").asText()));
    assertEquals(
        "Delete", Synthesized.only(template, "AWS::KMS::Key").path("DeletionPolicy").asText());
  }
}
