package io.github.imagefeatures.job;

import org.apache.spark.sql.SparkSession;

/** The Spark session that tests share; it ends with the JVM. */
public final class LocalSpark {
  private LocalSpark() {}

  /** The running session, on two cores of this machine, or a new one. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "localhost")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }
}
