package io.github.imagefeatures.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Map;

/**
 * Spark's Parquet format, except that a task writes its file by {@link VectorFile}: Parquet's own
 * way takes a dozen calls for every number of a vector, in all as much time as resizing the images.
 * Schema, compression, committing and names of files stay Spark's, and any reader of Parquet reads
 * the files. Spark's own writer writes them where ours does not work, or does not know a setting.
 */
public final class VectorParquetFormat extends ParquetFileFormat {
  private static final long serialVersionUID = 1L;

  /**
   * What names of settings of Parquet's writer begin with, after {@code parquet.}, that only
   * Spark's own heeds.
   */
  private static final List<String> OTHERS_SETTINGS =
      List.of(
          "bloom.filter.",
          "columnindex.truncate.length",
          "crypto.factory.class",
          "dictionary.page.size",
          "enable.dictionary",
          "encryption.",
          "page.row.count.limit",
          "page.size",
          "page.write-checksum.enabled",
          "statistics.truncate.length",
          "writer.max-padding");

  @Override
  public OutputWriterFactory prepareWrite(
      SparkSession spark, Job job, Map<String, String> options, StructType schema) {
    return new VectorFiles(super.prepareWrite(spark, job, options, schema));
  }

  /** A writer for each task. */
  private static final class VectorFiles extends OutputWriterFactory {
    private static final long serialVersionUID = 1L;

    private final OutputWriterFactory parquet;

    VectorFiles(OutputWriterFactory parquet) {
      this.parquet = parquet;
    }

    @Override
    public String getFileExtension(TaskAttemptContext context) {
      return parquet.getFileExtension(context);
    }

    @Override
    public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
      boolean ours =
          !hasOthersSetting(context.getConfiguration()) && SparkInternals.workIn(context, schema);
      if (!ours) {
        return parquet.newInstance(path, schema, context);
      }
      try {
        return new VectorFile(path, context);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static boolean hasOthersSetting(Configuration hadoop) {
      // Each look goes through all of Hadoop's thousand settings.
      return hadoop.getPropsWithPrefix("parquet.").keySet().stream()
          .anyMatch(name -> OTHERS_SETTINGS.stream().anyMatch(name::startsWith));
    }
  }
}
