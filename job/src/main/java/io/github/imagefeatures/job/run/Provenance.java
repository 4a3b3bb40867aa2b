package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.source.ListedImage;
import io.github.imagefeatures.job.vector.VectorTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The table {@code provenance/}: for each row of {@code features/} the state of the file that it
 * was computed from, and the run that computed it, so that a later run can tell whether it may take
 * the row over.
 */
final class Provenance {
  static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("modification_time", DataTypes.LongType)
          .add("read_from", DataTypes.LongType)
          .add("warned", DataTypes.BooleanType)
          .add("run_id", DataTypes.StringType);

  private static final Column[] COLUMNS =
      Arrays.stream(SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
  private static final int ROWS_A_TASK = 10_000;
  private static final int ROWS_A_FILE = 250_000;

  private final RunFolder folder;
  private final SparkSession spark;

  Provenance(RunFolder folder, SparkSession spark) {
    this.folder = folder;
    this.spark = spark;
  }

  /** Reads a folder of the table. */
  static Dataset<Row> read(SparkSession spark, String path) {
    return VectorTable.reader(spark)
        .option(VectorTable.VERIFY_CHECKSUMS, true)
        .schema(SCHEMA)
        .parquet(path);
  }

  /**
   * Adds the rows of the images that this run computed itself.
   *
   * @param shards those that were computed, with their images
   */
  void writeComputed(List<ComputedShard> shards) {
    List<InternalRow> rows = new ArrayList<>();
    shards.forEach(shard -> addRows(shard, rows));
    if (rows.isEmpty()) {
      return;
    }
    int tasks = 1 + (rows.size() - 1) / ROWS_A_TASK;
    JavaRDD<InternalRow> listed =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, tasks);
    // Spark's own rows, as in VectorTableWriter: an encoder would be generated and compiled.
    Dataset<Row> table = spark.internalCreateDataFrame(listed.rdd(), SCHEMA, false);
    write(withoutRejected(table), rows.size());
  }

  /**
   * Adds rows.
   *
   * @param rows with the table's columns, perhaps among others
   * @param most how many there are at most
   */
  void write(Dataset<Row> rows, int most) {
    rows.select(COLUMNS)
        .coalesce(1 + most / ROWS_A_FILE)
        .write()
        .mode(SaveMode.Append)
        .parquet(working().toString());
  }

  private Path working() {
    return folder.working(RunFolder.PROVENANCE);
  }

  private Dataset<Row> withoutRejected(Dataset<Row> rows) {
    if (!folder.hasWorkingFiles(RunFolder.REJECTED)) {
      return rows;
    }
    String rejected = folder.working(RunFolder.REJECTED).toString();
    return rows.join(
        Tables.rejected(spark, rejected).select("path"), new String[] {"path"}, "left_anti");
  }

  private void addRows(ComputedShard shard, List<InternalRow> rows) {
    UTF8String runId = UTF8String.fromString(folder.runId());
    Set<String> warned = new HashSet<>(shard.record().warnedPaths());
    for (ListedImage image : shard.images()) {
      Object[] row = {
        UTF8String.fromString(image.path()),
        image.length(),
        image.modificationTime(),
        shard.record().readFrom(),
        warned.contains(image.path()),
        runId
      };
      rows.add(new GenericInternalRow(row));
    }
  }

  /** A shard with the images that it was made of. */
  record ComputedShard(Shards.Shard record, List<ListedImage> images) {}
}
