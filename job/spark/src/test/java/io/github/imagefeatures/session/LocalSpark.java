package io.github.imagefeatures.session;

import io.github.imagefeatures.table.SparkInternals;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions;

/** The Spark session that tests share, set up as the program sets up its own. */
public final class LocalSpark {
  private LocalSpark() {}

  /**
   * The running session, or a new one: two cores of this machine, a task tried up to three times.
   */
  public static SparkSession session() {
    System.setProperty("spark.master", "local[2,3]");
    // All tests of a JVM together have more plans than Spark keeps the code of, so that it would
    // compile the same again and again.
    System.setProperty("spark.sql.codegen.cache.maxEntries", "2000");
    SparkSession session =
        SparkSettings.session("tests", SparkInternals.Use.AUTO, Assertions::fail);
    // Tables of one file: of more parts most would be tasks that find no rows.
    session.conf().set("spark.sql.files.minPartitionNum", 2);
    return session;
  }
}
