package io.github.imagefeatures.table;

import io.github.imagefeatures.listing.ImagePath;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads Parquet tables of path, label and one vector. */
public final class VectorTable {
  /** Parquet's own check of what it reads, so that a flipped bit does not become a feature. */
  public static final String VERIFY_CHECKSUMS = "parquet.page.verify-checksum.enabled";

  static final String FEATURES = "features";

  /** Spark's own name for it. */
  private static final String GLOB_PATHS = "__globPaths__";

  /** The columns in front of the vectors. */
  static final StructType NAMES =
      new StructType().add("path", DataTypes.StringType).add("label", DataTypes.StringType);

  static final int PATH = 0;
  static final int LABEL = 1;
  static final int VECTOR = 2;

  private static final UserDefinedFunction IMAGE =
      functions.udf((UDF1<String, String>) ImagePath::ofAnyVersion, DataTypes.StringType);

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
   * @param folder the folder of Parquet files with columns {@code path}, {@code label}, {@code
   *     features}
   * @return its rows
   */
  public static JavaRDD<FeatureVector> features(SparkSession spark, String folder) {
    Dataset<Row> table = table(spark, folder, FEATURES, DataTypes.FloatType);
    return SparkInternals.rows(spark).floats(table, FeatureVector::new);
  }

  /**
   * Reads a table of features to be joined with others: slower, as Spark then copies every number.
   *
   * @param spark reads it
   * @param folder the folder of Parquet files with columns {@code path}, {@code label}, {@code
   *     features}
   * @return its rows
   */
  public static Dataset<FeatureVector> joinableFeatures(SparkSession spark, String folder) {
    return spark.createDataset(features(spark, folder).rdd(), Encoders.bean(FeatureVector.class));
  }

  /**
   * Reads a table with vectors of 64 bits a number; other columns of it are not read.
   *
   * @param spark reads it
   * @param folder the folder of Parquet files
   * @param vectorColumn name of the column of arrays
   * @param row makes a row
   * @param <T> of the rows
   * @return its rows
   */
  public static <T> JavaRDD<T> doubles(
      SparkSession spark, String folder, String vectorColumn, VectorRow<double[], T> row) {
    Dataset<Row> table = table(spark, folder, vectorColumn, DataTypes.DoubleType);
    return SparkInternals.rows(spark).doubles(table, row);
  }

  /**
   * Reads the labels of any table of images, and nothing else.
   *
   * @param spark reads it
   * @param folder the folder of Parquet files with a column {@code label}
   * @return a label for each row
   */
  public static JavaRDD<String> labels(SparkSession spark, String folder) {
    StructType label = new StructType().add("label", DataTypes.StringType);
    return SparkInternals.rows(spark).strings(reader(spark).schema(label).parquet(folder));
  }

  /**
   * The image of a row, by which the tables of two runs are joined: earlier versions gave the path
   * of a local image in another form.
   *
   * @param path the column of paths, in the form of whatever version
   * @return the paths in the form of this version
   */
  public static Column image(Column path) {
    return IMAGE.apply(path);
  }

  private static Dataset<Row> table(
      SparkSession spark, String folder, String vectorColumn, DataType number) {
    StructType schema = NAMES.add(vectorColumn, DataTypes.createArrayType(number, false));
    return reader(spark).option(VERIFY_CHECKSUMS, true).schema(schema).parquet(folder);
  }

  /**
   * Gathers a number of each row on the driver: 8 bytes each, of which a list of objects takes
   * several times as many.
   *
   * @param rows in any number
   * @return their numbers, in their order
   */
  public static double[] numbers(JavaRDD<Double> rows) {
    return rows.mapPartitions(VectorTable::together).collect().stream()
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  private static Iterator<double[]> together(Iterator<Double> rows) {
    DoubleStream.Builder numbers = DoubleStream.builder();
    rows.forEachRemaining(numbers::add);
    return List.of(numbers.build().toArray()).iterator();
  }
}
