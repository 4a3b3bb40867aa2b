package io.github.imagefeatures.table;

import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows as Spark itself holds them. Its encoders are generated and compiled anew in every run, and
 * until that is done no image would be featurized; and every array that is read may hold nulls to
 * them, so that they make an object of every single number, which takes longer than all arithmetic
 * of a fit.
 */
final class InternalRows implements SparkRows {
  @Override
  public Dataset<Row> table(SparkSession spark, JavaRDD<Object[]> rows, StructType schema) {
    JavaRDD<InternalRow> internal = rows.map(InternalRows::row);
    return spark.internalCreateDataFrame(internal.rdd(), schema, false);
  }

  @Override
  public void write(Dataset<Row> table, SaveMode mode, String folder) {
    table.write().format(VectorParquetFormat.class.getName()).mode(mode).save(folder);
  }

  @Override
  public <T> JavaRDD<T> floats(Dataset<Row> table, VectorRow<float[], T> row) {
    return rows(table).map(each -> row.of(path(each), label(each), vector(each).toFloatArray()));
  }

  @Override
  public <T> JavaRDD<T> doubles(Dataset<Row> table, VectorRow<double[], T> row) {
    return rows(table).map(each -> row.of(path(each), label(each), vector(each).toDoubleArray()));
  }

  @Override
  public JavaRDD<String> strings(Dataset<Row> table) {
    return table.queryExecution().toRdd().toJavaRDD().map(row -> row.getString(0));
  }

  /** A row that Spark writes as it is. */
  static InternalRow row(Object[] values) {
    Object[] internal = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      internal[i] = internal(values[i]);
    }
    return new GenericInternalRow(internal);
  }

  private static Object internal(Object value) {
    if (value instanceof String string) {
      return UTF8String.fromString(string);
    }
    if (value instanceof String[] strings) {
      return new GenericArrayData(
          Arrays.stream(strings).map(UTF8String::fromString).toArray(Object[]::new));
    }
    if (value instanceof float[] floats) {
      return UnsafeArrayData.fromPrimitiveArray(floats);
    }
    if (value instanceof double[] doubles) {
      return UnsafeArrayData.fromPrimitiveArray(doubles);
    }
    return value;
  }

  /**
   * The rows of a table as views of the reader's columns, where it reads by columns: Spark would
   * copy every number into a row of its own first.
   */
  private static JavaRDD<InternalRow> rows(Dataset<Row> table) {
    SparkPlan scan = table.queryExecution().executedPlan().collectLeaves().head();
    return scan.supportsColumnar()
        ? scan.executeColumnar().toJavaRDD().flatMap(ColumnarBatch::rowIterator)
        : table.queryExecution().toRdd().toJavaRDD();
  }

  private static String path(InternalRow row) {
    return row.getString(VectorTable.PATH);
  }

  private static String label(InternalRow row) {
    return row.getString(VectorTable.LABEL);
  }

  private static ArrayData vector(InternalRow row) {
    ArrayData vector = row.getArray(VectorTable.VECTOR);
    for (int i = 0; i < vector.numElements(); i++) {
      if (vector.isNullAt(i)) {
        throw SparkRows.holdsNull(path(row));
      }
    }
    return vector;
  }
}
