package io.github.imagefeatures.listing;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Scans tars on Spark, one a task. */
public final class SparkTarScanning implements TarScanning {
  /** The results of one job come to the driver together, a megabyte for 10,000 images. */
  private static final int FEWEST_TARS_A_JOB = 64;

  private final JavaSparkContext context;
  private final int tarsAJob;

  public SparkTarScanning(SparkSession spark) {
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.tarsAJob = Math.max(FEWEST_TARS_A_JOB, 2 * context.defaultParallelism());
  }

  @Override
  public void scan(List<String> tars, TarScanner scanner, Consumer<TarContents> found) {
    if (tars.size() == 1) {
      found.accept(scanner.scan(tars.get(0), context.hadoopConfiguration()));
      return;
    }
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    for (int from = 0; from < tars.size(); from += tarsAJob) {
      List<String> some = List.copyOf(tars.subList(from, Math.min(tars.size(), from + tarsAJob)));
      context
          .parallelize(some, some.size())
          .map(tar -> scanner.scan(tar, hadoop.value().value()))
          .collect()
          .forEach(found);
    }
  }
}
