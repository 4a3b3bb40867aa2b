package io.github.imagefeatures.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport.WriteContext;
import org.apache.parquet.hadoop.codec.CodecConfig;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;

/** A Parquet file being written by a task, one row group after another. */
final class VectorFile extends OutputWriter {
  private final String path;
  private final ParquetProperties properties = ParquetProperties.builder().build();
  private final WriteContext table;
  private final CodecFactory codecs;
  private final CompressionCodecName codec;
  private final long rowGroupBytes;
  private final ParquetFileWriter file;
  private ColumnChunkPageWriteStore pages;
  private RowGroup rowGroup;

  /**
   * @param path the path of the file, which must not be there yet
   * @param task holds what Spark's Parquet format has set
   * @throws IOException if the file cannot be made
   */
  VectorFile(String path, TaskAttemptContext task) throws IOException {
    Configuration hadoop = task.getConfiguration();
    this.path = path;
    table = new ParquetWriteSupport().init(hadoop);
    codecs = new CodecFactory(hadoop, properties.getPageSizeThreshold());
    codec = CodecConfig.from(task).getCodec();
    rowGroupBytes = ParquetOutputFormat.getLongBlockSize(hadoop);
    file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(new Path(path), hadoop),
            table.getSchema(),
            ParquetFileWriter.Mode.CREATE,
            rowGroupBytes,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            properties.getColumnIndexTruncateLength(),
            properties.getStatisticsTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    file.start();
    beginRowGroup();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public void write(InternalRow row) {
    try {
      rowGroup.add(row);
      if (rowGroup.bytes() >= rowGroupBytes) {
        endRowGroup();
        beginRowGroup();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      endRowGroup();
      file.end(table.getExtraMetaData());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      codecs.release();
    }
  }

  private void beginRowGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(codec),
            table.getSchema(),
            HeapByteBufferAllocator.getInstance(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    rowGroup = new RowGroup(table.getSchema(), pages, properties);
  }

  private void endRowGroup() throws IOException {
    if (rowGroup.rows() > 0) {
      rowGroup.flush();
      file.startBlock(rowGroup.rows());
      pages.flushToFileWriter(file);
      file.endBlock();
    }
  }
}
