package io.github.imagefeatures.session;

import io.github.imagefeatures.table.SparkInternals;
import io.github.imagefeatures.table.StoreCommitProtocol;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** How Spark is set up for a run, on a laptop and on a cluster. */
public final class SparkSettings {
  private static final int PARTS_PER_CORE = 3;
  private static final String S3A_TIMEOUT = "spark.hadoop.fs.s3a.connection.timeout";
  private static final String BATCH_ROWS = "spark.sql.parquet.columnarReaderBatchSize";
  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

  private static final String S3A_COMMITTERS =
      "org.apache.hadoop.fs.s3a.commit.S3ACommitterFactory";

  private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
  private static final String COMMITTER = "spark.hadoop.fs.s3a.committer.name";
  private static final String CREDENTIALS = "spark.hadoop.fs.s3a.aws.credentials.provider";

  /**
   * Where a laptop's credentials are: Hadoop's own settings, then all that AWS's programs know,
   * such as profiles and what 'aws sso login' leaves. Hadoop's default has no profiles.
   */
  private static final String LOCAL_CREDENTIALS =
      "org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider,"
          + "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider,"
          + "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider";

  private SparkSettings() {}

  /**
   * Opens the session; a master and memory come from {@code spark-submit}.
   *
   * @param name the name of the application
   * @param internals whether to use what Spark and Parquet do not promise to keep
   * @param warnings is told if that was asked for and does not work
   * @return the session
   */
  public static SparkSession session(
      String name, SparkInternals.Use internals, Consumer<String> warnings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName(name)
            // s3:// is S3A, as on Amazon EMR; a laptop needs hadoop-aws in SPARK_HOME for it.
            .config("spark.hadoop.fs.s3.impl", S3A)
            // A connection on which nothing comes: Hadoop's 200 s, some times over, hold up a task.
            .config(S3A_TIMEOUT, new SparkConf().get(S3A_TIMEOUT, "30s"))
            .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
            .config("spark.sql.parquet.writeLegacyFormat", "false")
            // Rows of a thousand numbers: of Spark's 4,096 together no cache holds a part, and its
            // buffers grow to them for every file.
            .config(BATCH_ROWS, new SparkConf().get(BATCH_ROWS, "16"));
    if (isLocal(new SparkConf())) {
      builder
          .config("spark.hadoop.fs.file.impl", PlainLocalFileSystem.class.getName())
          .config("spark.hadoop.fs.file.impl.disable.cache", "true")
          // S3A would look for the class above where Hadoop lies, and the job's JAR is not there.
          .config("spark.hadoop.fs.s3a.classloader.isolation", "false")
          .config(CREDENTIALS, new SparkConf().get(CREDENTIALS, LOCAL_CREDENTIALS))
          // Spark's own way of committing renames, and S3 copies what is renamed. EMR has its own.
          .config(PROTOCOL, new SparkConf().get(PROTOCOL, StoreCommitProtocol.class.getName()))
          .config(COMMITTER, new SparkConf().get(COMMITTER, "magic"))
          .config("spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3", S3A_COMMITTERS)
          // Tasks share the driver's memory: what is sent to them is not sent, nor what they find.
          .config("spark.broadcast.compress", "false")
          .config("spark.task.maxDirectResultSize", "64m")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.host", "localhost")
          // Heartbeats carry the progress of running tasks.
          .config("spark.executor.heartbeatInterval", "1s");
    }
    SparkSession session = builder.getOrCreate();
    if (session.sparkContext().isLocal()) {
      session.conf().set("spark.sql.files.minPartitionNum", partsOf(session));
    }
    SparkInternals.choose(session, internals, warnings);
    return session;
  }

  /** {@return Hadoop's settings for commands that do without Spark: those of a session} */
  public static Configuration hadoop() {
    SparkConf conf = new SparkConf().set("spark.hadoop.fs.s3.impl", S3A);
    conf.set("spark.hadoop.fs.file.impl", PlainLocalFileSystem.class.getName());
    if (isLocal(conf)) {
      conf.setIfMissing(CREDENTIALS, LOCAL_CREDENTIALS);
    }
    return SparkInternals.hadoop(conf);
  }

  private static boolean isLocal(SparkConf conf) {
    return conf.get("spark.master", "local[*]").startsWith("local");
  }

  /** Enough parts of a table for each core that none waits long for another's last one. */
  private static int partsOf(SparkSession session) {
    return PARTS_PER_CORE * session.sparkContext().defaultParallelism();
  }
}
