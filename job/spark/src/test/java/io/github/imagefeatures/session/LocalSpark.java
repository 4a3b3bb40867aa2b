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
    return SparkSettings.session("tests", SparkInternals.Use.AUTO, Assertions::fail);
  }
}
