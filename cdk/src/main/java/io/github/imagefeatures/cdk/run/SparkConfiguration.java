package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.KeptSettings;
import io.github.imagefeatures.cdk.RunSettings;
import io.github.imagefeatures.cdk.S3Address;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.services.emr.CfnCluster.ConfigurationProperty;

/**
 * What the cluster's Hadoop and Spark are told beyond EMR's defaults. {@code
 * maximizeResourceAllocation} is not among it: it would take no account of native memory.
 */
final class SparkConfiguration {
  private final RunSettings run;
  private final KeptSettings kept;
  private final MemoryPlan memory;

  SparkConfiguration(RunSettings run, KeptSettings kept) {
    this.run = run;
    this.kept = kept;
    this.memory = MemoryPlan.of(run.instanceTypes());
  }

  List<ConfigurationProperty> classifications() {
    return List.of(
        classification("core-site", coreSite()),
        classification("yarn-site", yarnSite()),
        classification("spark-defaults", sparkDefaults()));
  }

  private Map<String, String> coreSite() {
    Map<String, String> site = new TreeMap<>();
    // The subnets reach S3 in no other region: a bucket there is an error at once, not time-outs.
    site.put("fs.s3a.endpoint.region", Aws.REGION);
    site.put("fs.s3a.cross.region.access.enabled", "false");
    // The security configuration names our key for all buckets.
    run.outputKey().ifPresent(key -> run.output().ifPresent(output -> encrypt(site, output, key)));
    return site;
  }

  private static void encrypt(Map<String, String> site, String address, String key) {
    String prefix = "fs.s3a.bucket." + S3Address.bucket(address) + ".encryption.";
    site.put(prefix + "algorithm", "SSE-KMS");
    site.put(prefix + "key", key);
  }

  private Map<String, String> yarnSite() {
    Map<String, String> site = new TreeMap<>();
    // EMR's own figures, said here so that the executor's size and they are read off one page.
    site.put("yarn.nodemanager.resource.memory-mb", mib(memory.yarn()));
    site.put("yarn.scheduler.maximum-allocation-mb", mib(memory.yarn()));
    if (run.spot() && run.maxTaskUnits() > 0) {
      // A spot node that is taken away must not take the driver with it. Not without spot nodes:
      // were
      // EMR's label not lent to executors, a cluster of core nodes alone would get none.
      site.put("yarn.node-labels.enabled", "true");
      site.put("yarn.node-labels.am.default-node-label-expression", "CORE");
    }
    if (authenticatesItself()) {
      // The shuffle service lives in the NodeManager and reads its settings, not Spark's.
      site.put("spark.authenticate", "true");
    }
    return site;
  }

  private Map<String, String> sparkDefaults() {
    Map<String, String> defaults = new TreeMap<>();
    defaults.put("spark.driver.memory", mib(memory.driverHeap()) + "m");
    defaults.put("spark.driver.memoryOverhead", mib(memory.driverOverhead()) + "m");
    defaults.put("spark.executor.memory", mib(memory.executorHeap()) + "m");
    defaults.put("spark.executor.memoryOverhead", mib(memory.executorOverhead()) + "m");
    defaults.put("spark.executor.cores", Integer.toString(run.instanceTypes().cores()));
    defaults.put(
        "spark.dynamicAllocation.initialExecutors",
        Integer.toString(run.coreUnits() + run.maxTaskUnits()));
    defaults.put("spark.yarn.maxAppAttempts", "1");
    // EMR's own default lets executors take more than they are sized for, TensorFlow's share too.
    defaults.put("spark.yarn.heterogeneousExecutors.enabled", "false");
    // As an environment variable, since setting extraJavaOptions would drop what EMR has in it.
    defaults.put("spark.yarn.appMasterEnv.JAVA_TOOL_OPTIONS", nativesOptions());
    defaults.put("spark.executorEnv.JAVA_TOOL_OPTIONS", nativesOptions());
    if (authenticatesItself()) {
      defaults.put("spark.authenticate", "true");
      defaults.put("spark.network.crypto.enabled", "true");
      defaults.put("spark.io.encryption.enabled", "true");
    }
    return defaults;
  }

  /** With certificates EMR sets up encryption in transit by itself. */
  private boolean authenticatesItself() {
    return kept.tlsCertificates().isEmpty();
  }

  /** JavaCPP names its cache after the JAR, which YARN renames for every container. */
  private static String nativesOptions() {
    return "-Dorg.bytedeco.javacpp.cachedir="
        + NodeFolders.NATIVES
        + " -Dorg.bytedeco.javacpp.cachedir.nosubdir=true";
  }

  private static String mib(int mib) {
    return Integer.toString(mib);
  }

  private static ConfigurationProperty classification(String name, Map<String, String> properties) {
    return ConfigurationProperty.builder()
        .classification(name)
        .configurationProperties(properties)
        .build();
  }
}
