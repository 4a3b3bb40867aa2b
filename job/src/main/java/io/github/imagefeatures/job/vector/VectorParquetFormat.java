package io.github.imagefeatures.job.vector;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 * the files.
 */
public final class VectorParquetFormat extends ParquetFileFormat {
  private static final long serialVersionUID = 1L;

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
      try {
        return new VectorFile(path, context);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
