package io.github.imagefeatures.table;

import java.util.Collections;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to members of Spark, Parquet and Hadoop that these do not promise to keep: rows as
 * Spark holds them, pages of Parquet. Builds other than Apache's, such as Amazon EMR's, may have
 * changed them. So they are tried before they are used, once in each JVM; where they are missing or
 * do something else, tables are read and written by Spark's public interface, which takes longer
 * and leaves the same tables.
 *
 * <p>The driver chooses the way of a session, since a plan of Spark's own rows is made for driver
 * and executors alike: it tries the members itself ({@link #choose}) and has the executors try them
 * ({@link #askExecutors}). An executor that joins later and whose Parquet is another one writes its
 * files by Spark's own writer, and nobody else need know.
 */
public final class SparkInternals {
  /** Whether to use the members. */
  public enum Use {
    /** If they work. */
    AUTO,
    /** Never. */
    OFF
  }

  private static final String SETTING = "spark.imagefeatures.internals";
  private static final String HADOOP = "spark.hadoop.";
  private static final Logger LOG = LoggerFactory.getLogger(SparkInternals.class);

  /** What was found wrong in this JVM: as a driver, as an executor; null until it was tried. */
  private static Optional<String> driverFault;

  private static Optional<String> fault;

  private SparkInternals() {}

  /**
   * Chooses the way of a session; on the driver, before its first table.
   *
   * @param spark the session
   * @param use what is asked for
   * @param warnings is told, once, if the members were to be used and do not work
   */
  public static void choose(SparkSession spark, Use use, Consumer<String> warnings) {
    spark.conf().set(SETTING, use.name());
    if (use == Use.AUTO) {
      faultOnDriver(spark).ifPresent(reason -> turnOff(spark, reason, warnings));
    }
  }

  /**
   * Has the executors try the members too, where they are processes of their own.
   *
   * @param spark the session, whose way has been chosen
   * @param warnings is told, once, if the members were to be used and do not work
   */
  public static void askExecutors(SparkSession spark, Consumer<String> warnings) {
    if (spark.sparkContext().isLocal() || !areUsed(spark)) {
      return;
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration hadoop =
        new SerializableConfiguration(InternalsTrial.configured(spark));
    int tasks = Math.max(1, context.defaultParallelism());
    context
        .parallelize(Collections.nCopies(tasks, 0), tasks)
        .map(task -> fault(InternalsTrial.SCHEMA, hadoop.value()).orElse(""))
        .filter(reason -> !reason.isEmpty())
        .collect()
        .stream()
        .findFirst()
        .ifPresent(reason -> turnOff(spark, reason, warnings));
  }

  /**
   * Makes a table.
   *
   * @param spark makes it
   * @param rows values in the order of the columns: {@code String}, {@code Long}, {@code Double},
   *     {@code Boolean}, {@code String[]}, {@code float[]} or {@code double[]}
   * @param schema names and types of the columns
   * @return the table
   */
  public static Dataset<Row> table(SparkSession spark, JavaRDD<Object[]> rows, StructType schema) {
    return rows(spark).table(spark, rows, schema);
  }

  /**
   * Hadoop's settings as a session would have them, without one.
   *
   * @param conf Spark's settings
   * @return Hadoop's own, and those among Spark's that are meant for it
   */
  public static Configuration hadoop(SparkConf conf) {
    try {
      return org.apache.spark.deploy.SparkHadoopUtil.get().newConfiguration(conf);
    } catch (LinkageError e) {
      LOG.warn("Hadoop's settings are made without SparkHadoopUtil", e);
      Configuration hadoop = new Configuration();
      for (var setting : conf.getAllWithPrefix(HADOOP)) {
        hadoop.set(setting._1(), setting._2());
      }
      return hadoop;
    }
  }

  /** The way that was chosen for a session. */
  static SparkRows rows(SparkSession spark) {
    return areUsed(spark) ? new InternalRows() : new PublicRows();
  }

  /** Whether a task may write its file by {@link VectorFile}. */
  static boolean workIn(TaskAttemptContext task, StructType schema) {
    return fault(schema, task.getConfiguration()).isEmpty();
  }

  /**
   * Which way was chosen for a session.
   *
   * @param spark the session
   * @return whether its tables go through the members, and not through Spark's public interface
   */
  public static boolean areUsed(SparkSession spark) {
    return !spark.conf().get(SETTING, Use.AUTO.name()).equals(Use.OFF.name());
  }

  private static void turnOff(SparkSession spark, String reason, Consumer<String> warnings) {
    spark.conf().set(SETTING, Use.OFF.name());
    warnings.accept(
        "What the program uses of Spark's internals does not work with this build of Spark (%s): tables are read and written by Spark's public interface, which takes longer. With --spark-internals off it is not tried."
            .formatted(reason));
  }

  private static synchronized Optional<String> faultOnDriver(SparkSession spark) {
    if (driverFault == null) {
      driverFault = faultOf(() -> InternalsTrial.onDriver(spark));
      // On one machine the tasks run in this JVM too.
      fault = driverFault;
    }
    return driverFault;
  }

  private static synchronized Optional<String> fault(StructType schema, Configuration hadoop) {
    if (fault == null) {
      fault = faultOf(() -> InternalsTrial.inThisJvm(schema, hadoop));
      fault.ifPresent(
          reason -> LOG.warn("Tables are written by Spark's own writer of Parquet: {}", reason));
    }
    return fault;
  }

  /** What is wrong, in a few words; empty when all works. */
  private static Optional<String> faultOf(Trial trial) {
    try {
      trial.run();
      return Optional.empty();
    } catch (Exception | LinkageError | AssertionError e) {
      // Whatever it is: the public way asks for nothing of this.
      LOG.debug("The internals do not work", e);
      return Optional.of(e.toString().lines().findFirst().orElseThrow());
    }
  }

  /** One way of trying. */
  @FunctionalInterface
  private interface Trial {
    void run() throws Exception;
  }
}
