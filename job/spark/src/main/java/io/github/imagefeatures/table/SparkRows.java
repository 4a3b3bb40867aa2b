package io.github.imagefeatures.table;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * How rows pass between Java and Spark's tables. There are two ways, {@link PublicRows} and {@link
 * InternalRows}, which read and write the same tables; {@link SparkInternals} chooses.
 */
interface SparkRows {
  /**
   * Makes a table.
   *
   * @param rows values in the order of the columns: {@code String}, {@code Long}, {@code Double},
   *     {@code Boolean}, {@code String[]}, {@code float[]} or {@code double[]}
   * @param schema names and types of the columns
   */
  Dataset<Row> table(SparkSession spark, JavaRDD<Object[]> rows, StructType schema);

  /** Writes path, label and vectors into a folder of Parquet files. */
  void write(Dataset<Row> table, SaveMode mode, String folder);

  /** Reads a table of path, label and a vector of floats. */
  <T> JavaRDD<T> floats(Dataset<Row> table, VectorRow<float[], T> row);

  /** Reads a table of path, label and a vector of doubles. */
  <T> JavaRDD<T> doubles(Dataset<Row> table, VectorRow<double[], T> row);

  /** Reads a table of one column of strings. */
  JavaRDD<String> strings(Dataset<Row> table);

  /** What is thrown for a value that is not a vector. */
  static IllegalStateException holdsNull(String path) {
    return new IllegalStateException("The vector of %s holds a null.".formatted(path));
  }
}
