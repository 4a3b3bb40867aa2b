package io.github.imagefeatures.table;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows through what Spark promises to keep, which makes an object of every number. */
final class PublicRows implements SparkRows {
  @Override
  public Dataset<Row> table(SparkSession spark, JavaRDD<Object[]> rows, StructType schema) {
    return spark.createDataFrame(rows.map(PublicRows::row), schema);
  }

  @Override
  public void write(Dataset<Row> table, SaveMode mode, String folder) {
    table.write().mode(mode).parquet(folder);
  }

  @Override
  public <T> JavaRDD<T> floats(Dataset<Row> table, VectorRow<float[], T> row) {
    return table.javaRDD().map(each -> row.of(path(each), label(each), floats(each)));
  }

  @Override
  public <T> JavaRDD<T> doubles(Dataset<Row> table, VectorRow<double[], T> row) {
    return table.javaRDD().map(each -> row.of(path(each), label(each), doubles(each)));
  }

  @Override
  public JavaRDD<String> strings(Dataset<Row> table) {
    return table.as(Encoders.STRING()).javaRDD();
  }

  private static Row row(Object[] values) {
    return RowFactory.create(Arrays.stream(values).map(PublicRows::boxed).toArray());
  }

  /** Spark's encoder of rows takes no array of primitive numbers. */
  private static Object boxed(Object value) {
    if (value instanceof float[] floats) {
      Float[] numbers = new Float[floats.length];
      Arrays.setAll(numbers, i -> floats[i]);
      return numbers;
    }
    if (value instanceof double[] doubles) {
      return Arrays.stream(doubles).boxed().toArray(Double[]::new);
    }
    return value;
  }

  private static String path(Row row) {
    return row.getString(VectorTable.PATH);
  }

  private static String label(Row row) {
    return row.getString(VectorTable.LABEL);
  }

  private static float[] floats(Row row) {
    List<Float> vector = row.getList(VectorTable.VECTOR);
    float[] numbers = new float[vector.size()];
    int i = 0;
    for (Float number : vector) {
      numbers[i++] = present(number, row);
    }
    return numbers;
  }

  private static double[] doubles(Row row) {
    List<Double> vector = row.getList(VectorTable.VECTOR);
    double[] numbers = new double[vector.size()];
    int i = 0;
    for (Double number : vector) {
      numbers[i++] = present(number, row);
    }
    return numbers;
  }

  private static <N> N present(N number, Row row) {
    if (number == null) {
      throw SparkRows.holdsNull(path(row));
    }
    return number;
  }
}
