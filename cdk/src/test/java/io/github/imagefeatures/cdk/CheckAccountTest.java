package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code make check-account}. */
class CheckAccountTest extends DeploymentScripts {
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

  /** An account that lacks nothing but for what is answered here. */
  private void goodAccount(String... answers) throws IOException {
    List<String> all = new ArrayList<>(List.of(answers));
    all.addAll(List.of(GOOD_ACCOUNT));
    all.add("*get-service-quota*) echo 100.0 ;;");
    aws(all.toArray(String[]::new));
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
  void aQuotaTooSmallForTheFallbackOfSpotIsANoteAndNoFault() throws Exception {
    Outcome outcome = checkAccount("8.0", Map.of());
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(
        outcome
            .output()
            .contains(
                "note     on-demand instances: when no spot instance comes within ten minutes, 12 vCPU"
                    + " are asked for, the quota is 8,"),
        outcome.output());
    assertTrue(
        checkAccount("12.0", Map.of())
            .output()
            .contains("ok       on-demand instances in the place of spot: 12 vCPU of 12"));
  }

  @Test
  void aLargeEnoughAccountIsGood() throws Exception {
    Outcome outcome = checkAccount("32.0", Map.of("IMAGES", "s3://theirs/fruit"));
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(
        outcome.output().contains("images: the bucket of s3://theirs/fruit is in eu-west-1"),
        outcome.output());
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
                "missing  images: the bucket of s3://theirs/fruit is in region eu-west-1, and nodes"
                    + " without a way to the internet reach only buckets in us-east-1"),
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
  void settingsInTheFileCountUnlessTheCommandLineHasOthers() throws Exception {
    Path file = folder.resolve("cdk.json");
    String settings = "\"instanceTypes\": [\"m5.4xlarge\"], \"spot\": false, \"maxTaskUnits\": 0,";
    Files.writeString(
        file, Files.readString(file).replace("\"context\": {", "\"context\": {" + settings));
    assertTrue(
        checkAccount("100.0", Map.of()).output().contains("on-demand instances: 32 vCPU of 100"));
    assertTrue(
        checkAccount("100.0", Map.of("CONTEXT", "-c maxTaskUnits=2"))
            .output()
            .contains("on-demand instances: 64 vCPU of 100"));
  }

  @Test
  void aZoneThatOffersNothingIsNamedAndOneThatOffersSomeIsNoted() throws Exception {
    goodAccount(
        "*describe-availability-zones*) printf 'us-east-1c\\tus-east-1b\\tus-east-1a\\n' ;;",
        "*describe-instance-type-offerings*) printf 'us-east-1b\\tm5.xlarge\\nus-east-1c\\tm5.xlarge\\n' ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "us-east-1"), "cdk/bin/check-account");
    assertEquals(1, outcome.code(), outcome.output());
    assertTrue(
        outcome
            .output()
            .contains("missing  zones: us-east-1a offers none of m5.xlarge,m6i.xlarge,m6a.xlarge"),
        outcome.output());
    assertTrue(
        outcome
            .output()
            .contains(
                "note     zones: us-east-1b offers only m5.xlarge of m5.xlarge,m6i.xlarge,m6a.xlarge\n"),
        outcome.output());
    assertFalse(outcome.output().contains("us-east-1c"), "two zones are taken");
  }

  @Test
  void whatAnEarlierFoundationLeftIsNoted() throws Exception {
    goodAccount(
        "*list-stack-resources*) printf 'image-features-foundation-bucketsdata-new\\tkey-new\\n' ;;",
        "*list-buckets*) printf 'image-features-foundation-bucketsdata-new\\t"
            + "image-features-foundation-bucketsdata-old\\timage-features-foundation-far\\n' ;;",
        "*head-bucket*-far*) echo us-west-2 ;;",
        "*head-bucket*) echo eu-west-1 ;;",
        "*get-resources*) printf 'arn:aws:kms:eu-west-1:1:key/key-new\\tarn:aws:kms:eu-west-1:1:key/key-old\\n' ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "eu-west-1"), "cdk/bin/check-account");
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(
        outcome.output().contains("nobody needs: image-features-foundation-bucketsdata-old\n"),
        outcome.output());
    assertTrue(outcome.output().contains("what it encrypted: key-old\n"), outcome.output());
  }

  @Test
  void aTypeThatTheReleaseDoesNotSupportIsNamed() throws Exception {
    goodAccount(
        "*list-supported-instance-types*emr-7.14.0*--marker*two*) printf 'None\\nm5a.xlarge\\n' ;;",
        "*list-supported-instance-types*emr-7.14.0*) printf 'two\\nm5.xlarge\\tm6i.xlarge\\n' ;;");
    Outcome outcome =
        run(
            Map.of(
                "AWS_REGION",
                "eu-west-1",
                "CONTEXT",
                "-c instanceTypes=m5.xlarge,m7i.xlarge,m5a.xlarge"),
            "cdk/bin/check-account");
    assertEquals(1, outcome.code(), outcome.output());
    assertTrue(
        outcome
            .output()
            .contains(
                "missing  instanceTypes: emr-7.14.0 does not support m7i.xlarge in eu-west-1: "),
        outcome.output());
    assertFalse(outcome.output().contains("support m5.xlarge"));
    assertFalse(
        outcome.output().contains("support m5a.xlarge"), "it stands on the second of two pages");
  }

  @Test
  void noTypeIsMissingWhileAPageIsNotSeen() throws Exception {
    goodAccount(
        "*list-supported-instance-types*--marker*) exit 254 ;;",
        "*list-supported-instance-types*) printf 'two\\nm5.xlarge\\n' ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "eu-west-1"), "cdk/bin/check-account");
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(
        outcome.output().contains("AWS does not say which types emr-7.14.0 supports here"),
        outcome.output());
  }

  private void name(String settings) throws IOException {
    Path file = folder.resolve("cdk.json");
    // The last of two of one name counts.
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"@aws-cdk/aws-signer", settings + ", \"@aws-cdk/aws-signer"));
  }

  private static final String NETWORK =
      "\"vpc\": \"vpc-0123456789abcdef0\","
          + " \"subnets\": [\"subnet-0123456789abcdef0\", \"subnet-0123456789abcdef1\"]";

  @Test
  void whatIsThereIsLookedAt() throws Exception {
    name(
        NETWORK
            + ", \"securityGroups\": \"sg-00000001,sg-00000002,sg-00000003\""
            + ", \"serviceRole\": \"emr\", \"instanceProfile\": \"nodes\", \"key\": \"arn:key/1\""
            + ", \"dataBucket\": \"their-data\", \"logsBucket\": \"their-logs\"");
    goodAccount(
        "*describe-subnets*def0*) printf 'vpc-0123456789abcdef0\teu-west-1a\n' ;;",
        "*describe-subnets*def1*) printf 'vpc-0123456789abcdef0\teu-west-1c\n' ;;",
        "*describe-security-groups*) echo vpc-0123456789abcdef0 ;;",
        "*describe-vpc-endpoints*) echo vpce-1 ;;",
        "*describe-instance-type-offerings*) printf 'eu-west-1a\tm5.xlarge\neu-west-1c\tm5.xlarge\n' ;;",
        "*get-key-policy*) echo 'ec2.eu-west-1.amazonaws.com logs.eu-west-1.amazonaws.com cloudwatch.amazonaws.com' ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "eu-west-1"), "cdk/bin/check-account");
    assertEquals(0, outcome.code(), outcome.output());
    for (String said :
        List.of(
            "ok       vpc: vpc-0123456789abcdef0 is there",
            "ok       subnets: subnet-0123456789abcdef1 is in vpc-0123456789abcdef0, in eu-west-1c",
            "ok       securityGroups: sg-00000003 is in vpc-0123456789abcdef0",
            "ok       vpc: S3 is reached through vpce-1",
            "ok       serviceRole: emr is there",
            "ok       instanceProfile: nodes is there",
            "ok       key: arn:key/1 is there",
            "note     zones: eu-west-1c offers only m5.xlarge",
            "ok       dataBucket: the bucket of s3://their-data is in eu-west-1",
            "ok       logsBucket: the bucket of s3://their-logs is in eu-west-1")) {
      assertTrue(outcome.output().contains(said), said + ": " + outcome.output());
    }
    assertFalse(outcome.output().contains("key: its policy"), outcome.output());
    assertFalse(outcome.output().contains("lacks a tag"), "the service role is theirs");
  }

  @Test
  void whatIsNamedAndNotThereIsMissing() throws Exception {
    name(NETWORK + ", \"key\": \"arn:key/1\"");
    goodAccount(
        "*describe-subnets*def0*) printf 'vpc-0other\teu-west-1a\n' ;;",
        "*describe-tags*) printf 'vpc-0123456789abcdef0\tsubnet-0123456789abcdef0\n' ;;",
        "*describe-key*) exit 254 ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "eu-west-1"), "cdk/bin/check-account");
    assertEquals(1, outcome.code(), outcome.output());
    for (String said :
        List.of(
            "missing  subnets: subnet-0123456789abcdef0 is not in vpc-0123456789abcdef0, but vpc-0other",
            "missing  subnets: subnet-0123456789abcdef1 is not in vpc-0123456789abcdef0, but nowhere here",
            "note     vpc: there is no endpoint of S3 in vpc-0123456789abcdef0",
            "missing  subnet-0123456789abcdef1 lacks a tag",
            "missing  key: there is no arn:key/1 here")) {
      assertTrue(outcome.output().contains(said), said + ": " + outcome.output());
    }
    assertFalse(outcome.output().contains("subnet-0123456789abcdef0 lacks"), outcome.output());
  }

  @Test
  void aKeyWhosePolicyLeavesAServiceOutIsNoted() throws Exception {
    name("\"key\": \"arn:key/1\"");
    goodAccount("*get-key-policy*) echo 'ec2.eu-west-1.amazonaws.com cloudwatch.amazonaws.com' ;;");
    Outcome outcome = run(Map.of("AWS_REGION", "eu-west-1"), "cdk/bin/check-account");
    assertEquals(0, outcome.code(), outcome.output());
    assertTrue(
        outcome
            .output()
            .contains("note     key: its policy does not speak of logs.eu-west-1.amazonaws.com"),
        outcome.output());
  }
}
