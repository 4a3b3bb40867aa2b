package io.github.imagefeatures.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import scala.Option;

/**
 * Makes the files of a table appear by the committer that Hadoop has for the folder's store.
 * Spark's own way renames them twice, which on Amazon S3 copies every byte twice; S3A's committer
 * uploads them to where they stay, and tells S3 in the end to show them. Where the store has no
 * committer of its own, this is Spark's own way.
 *
 * <p>Spark has a class for this in its module for clouds, which its releases leave out.
 */
public final class StoreCommitProtocol extends SQLHadoopMapReduceCommitProtocol {
  private static final long serialVersionUID = 1L;

  private final String folder;

  private transient OutputCommitter inUse;

  /**
   * As Spark calls it.
   *
   * @param jobId tells the job's files from those of others
   * @param folder of the table
   * @param dynamicPartitionOverwrite whether only partitions of the table are replaced
   */
  public StoreCommitProtocol(String jobId, String folder, boolean dynamicPartitionOverwrite) {
    super(jobId, folder, dynamicPartitionOverwrite);
    this.folder = folder;
  }

  @Override
  public OutputCommitter setupCommitter(TaskAttemptContext context) {
    try {
      PathOutputCommitter ofStore =
          PathOutputCommitterFactory.createCommitter(new Path(folder), context);
      inUse = renames(ofStore) ? super.setupCommitter(context) : ofStore;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inUse;
  }

  @Override
  public String newTaskTempFile(
      TaskAttemptContext context, Option<String> directory, FileNameSpec name) {
    if (renames(inUse)) {
      return super.newTaskTempFile(context, directory, name);
    }
    try {
      Path work = ((PathOutputCommitter) inUse).getWorkPath();
      Path at = directory.isDefined() ? new Path(work, directory.get()) : work;
      return new Path(at, getFilename(context, name)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean renames(OutputCommitter committer) {
    return committer instanceof FileOutputCommitter;
  }
}
