package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cluster's Hadoop and Spark are told. */
class SparkConfigurationTest {
  private static final Synthesized DEFAULTS = Synthesized.of(Map.of());

  @Test
  void driversStayOnCoreNodesAndAreNotStartedAgain() {
    Map<String, String> yarn = DEFAULTS.classification("yarn-site");
    assertEquals("true", yarn.get("yarn.node-labels.enabled"));
    assertEquals("CORE", yarn.get("yarn.node-labels.am.default-node-label-expression"));
    assertEquals("1", DEFAULTS.classification("spark-defaults").get("spark.yarn.maxAppAttempts"));
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 0", "false, 0"})
  void withoutSpotNodesNoLabelKeepsExecutorsFromAnyNode(String spot, String taskUnits) {
    Map<String, String> yarn =
        Synthesized.of(Map.of("spot", spot, "maxTaskUnits", taskUnits)).classification("yarn-site");
    assertFalse(yarn.toString().contains("label"), yarn.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "m5.xlarge, 12288", "m6g.xlarge, 12288", "c5.2xlarge, 12288", "m5.2xlarge, 24576",
    "r5.xlarge, 24576", "c6i.4xlarge, 24576", "m5.4xlarge, 57344", "r6i.2xlarge, 57344",
    "r5.4xlarge, 122880"
  })
  void heapAndOverheadOfDriverAndExecutorFitYarnsMemoryOnOneNode(String type, int yarnMemory) {
    Synthesized synthesized = Synthesized.of(Map.of("instanceTypes", type));
    Map<String, String> spark = synthesized.classification("spark-defaults");
    int executor =
        mib(spark, "spark.executor.memory") + mib(spark, "spark.executor.memoryOverhead");
    int driver = mib(spark, "spark.driver.memory") + mib(spark, "spark.driver.memoryOverhead");
    assertTrue(executor + driver <= yarnMemory, executor + " + " + driver);
    assertTrue(mib(spark, "spark.executor.memory") >= 4096);
    Map<String, String> yarn = synthesized.classification("yarn-site");
    assertEquals(yarnMemory, Integer.parseInt(yarn.get("yarn.nodemanager.resource.memory-mb")));
    assertEquals(yarnMemory, Integer.parseInt(yarn.get("yarn.scheduler.maximum-allocation-mb")));
  }

  private static int mib(Map<String, String> spark, String name) {
    assertTrue(spark.get(name).endsWith("m"));
    return Integer.parseInt(spark.get(name).replace("m", ""));
  }

  @Test
  void aBucketInAnotherRegionIsAnErrorAtOnce() {
    Map<String, String> core = DEFAULTS.classification("core-site");
    assertEquals("false", core.get("fs.s3a.cross.region.access.enabled"));
    assertEquals("${AWS::Region}", core.get("fs.s3a.endpoint.region"));
  }

  @Test
  void resultsInABucketOfOnesOwnAreEncryptedWithTheKeyThatIsNamed() {
    String key = "arn:aws:kms:eu-west-1:123456789012:key/theirs";
    Map<String, String> core =
        Synthesized.of(Map.of("output", "s3://mine/team/results", "outputKey", key))
            .classification("core-site");
    assertEquals("SSE-KMS", core.get("fs.s3a.bucket.mine.encryption.algorithm"));
    assertEquals(key, core.get("fs.s3a.bucket.mine.encryption.key"));
    assertFalse(DEFAULTS.classification("core-site").toString().contains("encryption"));
  }

  @Test
  void executorsHaveTheSizeThatIsAskedForAndNoOther() {
    assertEquals(
        "false",
        DEFAULTS.classification("spark-defaults").get("spark.yarn.heterogeneousExecutors.enabled"));
  }

  @Test
  void nativeMemoryIsOverheadAndNothingIsMaximized() {
    assertFalse(DEFAULTS.run().toString().contains("maximizeResourceAllocation"));
    assertFalse(DEFAULTS.run().toString().contains("offHeap"));
  }

  @Test
  void javaOptionsOfEmrAreNotReplaced() {
    assertFalse(DEFAULTS.run().toString().contains("JavaOptions"));
  }

  @Test
  void sparkAuthenticatesAndEncryptsByItselfWithoutCertificates() {
    Map<String, String> spark = DEFAULTS.classification("spark-defaults");
    assertEquals("true", spark.get("spark.authenticate"));
    assertEquals("true", spark.get("spark.network.crypto.enabled"));
    assertEquals("true", spark.get("spark.io.encryption.enabled"));
    assertEquals("true", DEFAULTS.classification("yarn-site").get("spark.authenticate"));
  }

  @Test
  void withCertificatesEmrDoesThat() {
    Synthesized tls = Synthesized.of(Map.of("tlsCertificates", "s3://ours/pem.zip"));
    assertFalse(tls.run().toString().contains("spark.authenticate"));
  }
}
