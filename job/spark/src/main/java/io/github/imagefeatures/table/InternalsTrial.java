package io.github.imagefeatures.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map$;

/**
 * Tries what is behind {@link SparkInternals}: writes a few vectors into a temporary file, reads
 * them back, and compares. Without a Spark job, so that it can be done anywhere and costs little.
 */
final class InternalsTrial {
  /** A table with both kinds of vectors, and single numbers. */
  static final StructType SCHEMA =
      VectorTable.NAMES
          .add("number", DataTypes.DoubleType)
          .add(VectorTable.FEATURES, DataTypes.createArrayType(DataTypes.FloatType, false))
          .add("components", DataTypes.createArrayType(DataTypes.DoubleType, false));

  private static final int ROWS = 3;
  private static final double[] NUMBERS = {0, -0.0, 1, -0.1, 1e-45, 1e38};

  private InternalsTrial() {}

  /** What Spark tells the tasks that write such a table. */
  static Configuration configured(SparkSession spark) {
    try {
      Job job = Job.getInstance(spark.sparkContext().hadoopConfiguration());
      new VectorParquetFormat().prepareWrite(spark, job, Map$.MODULE$.empty(), SCHEMA);
      return job.getConfiguration();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tries all: rows, pages, and that Spark's reader finds them. */
  static void onDriver(SparkSession spark) throws Exception {
    Configuration hadoop = configured(spark);
    withFile(
        file -> {
          write(file, SCHEMA, hadoop);
          requireSame(file, SCHEMA, hadoop);
          SparkRows rows = new InternalRows();
          JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
          Dataset<Row> made = rows.table(spark, context.emptyRDD(), SCHEMA);
          expect(made.schema().equals(SCHEMA), "another schema");
          var read = VectorTable.features(spark, file.toString());
          if (spark.sparkContext().isLocal()) {
            // Elsewhere no executor would find the file.
            List<FeatureVector> back = read.collect();
            expect(back.size() == ROWS, "another number of rows");
            for (int i = 0; i < ROWS; i++) {
              Object[] row = row(SCHEMA, i);
              expect(back.get(i).getPath().equals(row[VectorTable.PATH]), "another path");
              expect(
                  Arrays.equals(
                      back.get(i).getFeatures(),
                      (float[]) row[SCHEMA.fieldIndex(VectorTable.FEATURES)]),
                  "other numbers");
            }
          }
        });
  }

  /**
   * Tries what a task needs to write its file.
   *
   * @param schema the schema of its table
   * @param hadoop what Spark tells it
   */
  static void inThisJvm(StructType schema, Configuration hadoop) throws Exception {
    withFile(
        file -> {
          write(file, schema, hadoop);
          requireSame(file, schema, hadoop);
        });
  }

  /** Something that is done with a file. */
  @FunctionalInterface
  private interface FileUse {
    void of(Path file) throws Exception;
  }

  private static void withFile(FileUse use) throws Exception {
    java.nio.file.Path folder = Files.createTempDirectory("image-features-trial");
    try {
      use.of(new Path(folder.resolve("vectors.parquet").toUri()));
    } finally {
      FileUtils.deleteQuietly(folder.toFile());
    }
  }

  private static void write(Path file, StructType schema, Configuration hadoop) throws IOException {
    VectorFile out =
        new VectorFile(file.toString(), new TaskAttemptContextImpl(hadoop, new TaskAttemptID()));
    for (int i = 0; i < ROWS; i++) {
      out.write(InternalRows.row(row(schema, i)));
    }
    out.close();
  }

  /** Parquet's own reader knows nothing of how the file was written. */
  private static void requireSame(Path file, StructType schema, Configuration hadoop)
      throws IOException {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (int i = 0; i < ROWS; i++) {
        expect(Arrays.deepEquals(row(schema, i), values(reader.read(), schema)), "other numbers");
      }
      expect(reader.read() == null, "another number of rows");
    }
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise + " came back than were written");
    }
  }

  private static Object[] row(StructType schema, int index) {
    return Arrays.stream(schema.fields()).map(field -> value(field, index)).toArray();
  }

  private static Object value(StructField field, int index) {
    if (field.dataType() instanceof ArrayType array) {
      double[] numbers = Arrays.stream(NUMBERS).map(number -> number * (index + 1)).toArray();
      return isFloat(array.elementType()) ? floats(numbers) : numbers;
    }
    if (field.dataType().equals(DataTypes.DoubleType)) {
      return index == 0 ? null : NUMBERS[index];
    }
    return field.name() + " " + index;
  }

  private static Object[] values(Group row, StructType schema) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      values.add(value(row, i, schema.fields()[i].dataType()));
    }
    return values.toArray();
  }

  private static Object value(Group row, int column, DataType type) {
    if (type instanceof ArrayType array) {
      return vector(row.getGroup(column, 0), array.elementType());
    }
    if (row.getFieldRepetitionCount(column) == 0) {
      return null;
    }
    return type.equals(DataTypes.DoubleType)
        ? (Object) row.getDouble(column, 0)
        : row.getString(column, 0);
  }

  private static Object vector(Group list, DataType number) {
    double[] numbers = new double[list.getFieldRepetitionCount(0)];
    for (int i = 0; i < numbers.length; i++) {
      Group element = list.getGroup(0, i);
      numbers[i] = isFloat(number) ? element.getFloat(0, 0) : element.getDouble(0, 0);
    }
    return isFloat(number) ? floats(numbers) : numbers;
  }

  private static boolean isFloat(DataType number) {
    return number.equals(DataTypes.FloatType);
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
