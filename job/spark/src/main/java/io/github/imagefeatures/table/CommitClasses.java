package io.github.imagefeatures.table;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.sql.SparkSession;

/**
 * The classes that make the files of a table appear in a folder. Which they are depends on the
 * build of Spark and on the folder's file system; Amazon EMR has its own.
 *
 * @param protocol Spark's part, such as {@code SQLHadoopMapReduceCommitProtocol}, with its package
 * @param committers Hadoop's part, to which the protocol turns for this folder: the one that it
 *     holds, then the one that this one turns to in its turn, and so on; none when the protocol
 *     holds none
 */
public record CommitClasses(String protocol, List<String> committers) {

  /**
   * Begins the job of a table, as a write would, asks who would commit it, and gives it up.
   *
   * @param spark writes tables
   * @param folder where a table would be written; the address of an existing folder
   * @return the classes that a write into the folder has
   * @throws IOException when the folder does not let the job begin
   */
  public static CommitClasses of(SparkSession spark, String folder) throws IOException {
    Job job = Job.getInstance(InternalsTrial.configured(spark));
    job.setOutputKeyClass(Void.class);
    FileOutputFormat.setOutputPath(job, new Path(folder));
    String uuid = UUID.randomUUID().toString();
    // S3A's committers name their uncommitted files by it.
    job.getConfiguration().set("spark.sql.sources.writeJobUUID", uuid);
    String protocolClass = spark.sessionState().conf().fileCommitProtocolClass();
    FileCommitProtocol protocol =
        FileCommitProtocol.instantiate(protocolClass, uuid, folder, false);
    protocol.setupJob(job);
    try {
      return new CommitClasses(protocolClass, committers(protocol));
    } finally {
      protocol.abortJob(job);
    }
  }

  private static List<String> committers(FileCommitProtocol protocol) {
    List<String> names = new ArrayList<>();
    Optional<Object> at = committerIn(protocol);
    while (at.isPresent()) {
      names.add(at.get().getClass().getName());
      at = committerIn(at.get());
    }
    return names;
  }

  /** All keep their committer to themselves, so it is found by its type. */
  private static Optional<Object> committerIn(Object holder) {
    for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (OutputCommitter.class.isAssignableFrom(field.getType())) {
          return Optional.ofNullable(value(field, holder));
        }
      }
    }
    return Optional.empty();
  }

  private static Object value(Field field, Object holder) {
    try {
      field.setAccessible(true);
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a field made accessible is accessible", e);
    }
  }
}
