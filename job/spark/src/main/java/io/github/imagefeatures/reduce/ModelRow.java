package io.github.imagefeatures.reduce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;

/**
 * The one row of the table in which Spark keeps the numbers of a model: columns of vectors and
 * matrices.
 */
final class ModelRow {
  /** Of a vector or a matrix that has every number written. */
  static final int DENSE = 1;

  private static final String FILE = "part-00000.snappy.parquet";
  private static final String VERIFY_CHECKSUMS = "parquet.page.verify-checksum.enabled";

  /** By column and field, such as {@code mean.values}. */
  private final Map<String, Numbers> fields = new HashMap<>();

  /**
   * Writes such a table, as one file.
   *
   * @param store where it is
   * @param folder the table's, which is made
   * @param sparkVersion of the Spark that can read it
   * @param columns by their names, in their order: {@link DenseVector} or {@link DenseMatrix}
   * @throws IOException if it cannot be written
   */
  static void write(FileSystem store, Path folder, String sparkVersion, Map<String, Object> columns)
      throws IOException {
    Path file = new Path(folder, FILE);
    try (ParquetWriter<Map<String, Object>> writer =
        new ModelRowWriting.Builder(
                HadoopOutputFile.fromPath(file, store.getConf()), columns, sparkVersion)
            .withConf(store.getConf())
            .build()) {
      writer.write(columns);
    }
  }

  /**
   * Reads such a table, of however many files.
   *
   * @param store where it is
   * @param folder the table's
   * @return its row; empty when it does not have exactly one
   * @throws IOException if it cannot be read
   */
  static Optional<ModelRow> read(FileSystem store, Path folder) throws IOException {
    Configuration hadoop = new Configuration(store.getConf());
    hadoop.setBoolean(VERIFY_CHECKSUMS, true);
    List<ModelRow> rows = new ArrayList<>();
    for (FileStatus file : store.listStatus(folder, ModelFolder::isContent)) {
      try (ParquetReader<ModelRow> reader =
          ParquetReader.builder(new ModelRowReading(), file.getPath()).withConf(hadoop).build()) {
        for (ModelRow row = reader.read(); row != null; row = reader.read()) {
          rows.add(row);
        }
      }
    }
    return rows.size() == 1 ? Optional.of(rows.get(0)) : Optional.empty();
  }

  /** The vector of a column; empty when it is sparse or not there. */
  Optional<DenseVector> vector(String column) {
    return isDense(column)
        ? Optional.of(new DenseVector(field(column, "values").toArray()))
        : Optional.empty();
  }

  /** The matrix of a column; empty when it is sparse or not there. */
  Optional<DenseMatrix> matrix(String column) {
    return isDense(column)
        ? Optional.of(
            new DenseMatrix(
                (int) field(column, "numRows").only(),
                (int) field(column, "numCols").only(),
                field(column, "values").toArray(),
                field(column, "isTransposed").only() == 1))
        : Optional.empty();
  }

  private boolean isDense(String column) {
    return Arrays.equals(field(column, "type").toArray(), new double[] {DENSE});
  }

  /** The numbers of a field; none when it is not there. */
  Numbers field(String column, String name) {
    return fields.computeIfAbsent(column + "." + name, absent -> new Numbers());
  }

  /** Numbers that come one by one. */
  static final class Numbers {
    private double[] numbers = new double[4];
    private int count;

    void add(double number) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    double[] toArray() {
      return Arrays.copyOf(numbers, count);
    }

    double only() {
      if (count != 1) {
        throw new IllegalArgumentException("a field of its components has not one value");
      }
      return numbers[0];
    }
  }
}
