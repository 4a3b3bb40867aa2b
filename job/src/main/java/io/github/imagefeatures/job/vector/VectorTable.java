package io.github.imagefeatures.job.vector;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * Reads Parquet tables of path, label and one vector from Spark's own rows.
 *
 * <p>To Spark, every array in Parquet may hold nulls, and for such arrays its encoder makes an
 * object of every single number: that takes longer than all arithmetic of a fit.
 */
public final class VectorTable {
  /** Parquet's own check of what it reads, so that a flipped bit is no feature. */
  public static final String VERIFY_CHECKSUMS = "parquet.page.verify-checksum.enabled";

  static final String FEATURES = "features";

  /** Spark's own name for it. */
  private static final String GLOB_PATHS = "__globPaths__";

  /** The columns in front of the vectors. */
  static final StructType NAMES =
      new StructType().add("path", DataTypes.StringType).add("label", DataTypes.StringType);

  static final int PATH = 0;
  static final int LABEL = 1;
  private static final int VECTOR = 2;

  private VectorTable() {}

  /**
   * Reads paths as they are written. Spark takes a path with brackets, braces, {@code *}, {@code ?}
   * or a backslash in it for a pattern, and would read nothing, or the tables of other runs.
   *
   * @param spark reads
   * @return a reader of exactly the folder that it is given
   */
  public static DataFrameReader reader(SparkSession spark) {
    return spark.read().option(GLOB_PATHS, false);
  }

  /**
   * Reads a table of features.
   *
   * @param spark reads it
   * @param folder of Parquet files with columns {@code path}, {@code label}, {@code features}
   * @return its rows
   */
  public static JavaRDD<FeatureVector> features(SparkSession spark, String folder) {
    return read(
        spark,
        folder,
        FEATURES,
        DataTypes.FloatType,
        row -> new FeatureVector(path(row), label(row), vector(row).toFloatArray()));
  }

  /**
   * Reads a table of features to be joined with others: slower, as Spark then copies every number.
   *
   * @param spark reads it
   * @param folder of Parquet files with columns {@code path}, {@code label}, {@code features}
   * @return its rows
   */
  public static Dataset<FeatureVector> joinableFeatures(SparkSession spark, String folder) {
    return spark.createDataset(features(spark, folder).rdd(), Encoders.bean(FeatureVector.class));
  }

  /**
   * Reads any such table; other columns of it are not read.
   *
   * @param spark reads it
   * @param folder of Parquet files
   * @param vectorColumn name of the column of arrays
   * @param number type of what is in them
   * @param toRow takes {@link #path}, {@link #label} and {@link #vector} from Spark's row
   * @param <T> of the rows
   * @return its rows
   */
  public static <T> JavaRDD<T> read(
      SparkSession spark,
      String folder,
      String vectorColumn,
      DataType number,
      Function<InternalRow, T> toRow) {
    StructType schema = NAMES.add(vectorColumn, DataTypes.createArrayType(number, false));
    Dataset<Row> table =
        reader(spark).option(VERIFY_CHECKSUMS, true).schema(schema).parquet(folder);
    return rows(table).map(toRow);
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

  /**
   * The path in a row.
   *
   * @param row of a table
   * @return as the image was listed
   */
  public static String path(InternalRow row) {
    return row.getString(PATH);
  }

  /**
   * The label in a row.
   *
   * @param row of a table
   * @return as the image was listed
   */
  public static String label(InternalRow row) {
    return row.getString(LABEL);
  }

  /**
   * The numbers in a row.
   *
   * @param row of a table
   * @return none of them null
   * @throws IllegalStateException if one is
   */
  public static ArrayData vector(InternalRow row) {
    ArrayData vector = row.getArray(VECTOR);
    for (int i = 0; i < vector.numElements(); i++) {
      if (vector.isNullAt(i)) {
        throw new IllegalStateException("The vector of %s holds a null.".formatted(path(row)));
      }
    }
    return vector;
  }
}
