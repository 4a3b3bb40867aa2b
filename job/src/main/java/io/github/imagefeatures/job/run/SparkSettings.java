package io.github.imagefeatures.job.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** How Spark is set up for a run, on a laptop and on a cluster. */
public final class SparkSettings {
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*\\d+\\s*,\\s*(\\d+)\\s*,.*]");

  private SparkSettings() {}

  /**
   * Opens the session; a master and memory come from {@code spark-submit}.
   *
   * @param name of the application
   */
  public static SparkSession session(String name) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName(name)
            // s3:// is S3A, as on Amazon EMR; a laptop needs hadoop-aws in SPARK_HOME for it.
            .config("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem")
            .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
            .config("spark.sql.parquet.writeLegacyFormat", "false");
    if (new SparkConf().get("spark.master", "local[*]").startsWith("local")) {
      builder
          .config("spark.hadoop.fs.file.impl", PlainLocalFileSystem.class.getName())
          .config("spark.hadoop.fs.file.impl.disable.cache", "true")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "localhost")
          // Heartbeats carry the progress of running tasks.
          .config("spark.executor.heartbeatInterval", "1s");
    }
    return builder.getOrCreate();
  }

  /**
   * Cores of one executor, so tasks that run in one JVM at once.
   *
   * @param spark a running session
   */
  static int executorCores(SparkSession spark) {
    SparkConf conf = spark.sparkContext().getConf();
    String master = conf.get("spark.master", "");
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    if (localCluster.matches()) {
      return Integer.parseInt(localCluster.group(1));
    }
    if (master.startsWith("local")) {
      return Math.max(1, spark.sparkContext().defaultParallelism());
    }
    return conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
  }
}
