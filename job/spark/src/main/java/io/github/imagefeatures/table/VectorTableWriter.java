package io.github.imagefeatures.table;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Writes Parquet tables of path, label, numbers and vectors. */
public final class VectorTableWriter {
  private VectorTableWriter() {}

  /**
   * Writes a table of features.
   *
   * @param spark writes it
   * @param rows all with as many numbers
   * @param mode what happens to a table that is there
   * @param folder gets a Parquet file a partition, which appears with the others or, where the
   *     committer is Amazon EMR's, when its task commits
   */
  public static void writeFeatures(
      SparkSession spark, JavaRDD<FeatureVector> rows, SaveMode mode, String folder) {
    write(spark, rows, List.of(VectorColumn.ofFeatures()), mode, folder);
  }

  /**
   * Writes any such table: path, label, and the columns.
   *
   * @param spark writes it
   * @param rows the rows of the table
   * @param vectors its other columns: single numbers, then vectors
   * @param mode what happens to a table that is there
   * @param folder gets a Parquet file a partition, which appears with the others or, where the
   *     committer is Amazon EMR's, when its task commits
   * @param <T> of the rows
   */
  public static <T extends ImageRow> void write(
      SparkSession spark,
      JavaRDD<T> rows,
      List<VectorColumn<T>> vectors,
      SaveMode mode,
      String folder) {
    StructType schema = VectorTable.NAMES;
    for (VectorColumn<T> column : vectors) {
      schema = schema.add(column.field());
    }
    List<VectorColumn<T>> columns = List.copyOf(vectors);
    JavaRDD<Object[]> values = rows.map(row -> values(row, columns));
    write(SparkInternals.rows(spark).table(spark, values, schema), mode, folder);
  }

  /**
   * Writes a table that Spark has made.
   *
   * @param table path, label, and behind them columns of vectors: in a column all have as many
   *     numbers, and nothing is null
   * @param mode what happens to a table that is there
   * @param folder gets a Parquet file a partition, which appears with the others or, where the
   *     committer is Amazon EMR's, when its task commits
   */
  public static void write(Dataset<Row> table, SaveMode mode, String folder) {
    SparkInternals.rows(table.sparkSession()).write(table, mode, folder);
  }

  private static <T extends ImageRow> Object[] values(T row, List<VectorColumn<T>> columns)
      throws Exception {
    int names = VectorTable.NAMES.size();
    Object[] values = new Object[names + columns.size()];
    values[VectorTable.PATH] = row.getPath();
    values[VectorTable.LABEL] = row.getLabel();
    for (int i = 0; i < columns.size(); i++) {
      values[names + i] = columns.get(i).value().call(row);
    }
    return values;
  }
}
