package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.source.TarContents;
import io.github.imagefeatures.job.source.TarScanner;
import io.github.imagefeatures.job.source.TarScanning;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Scans tars on Spark, one a task. */
final class SparkTarScanning implements TarScanning {
  /** The results of one job come to the driver together: Spark allows them 1 GiB. */
  private static final int TARS_A_JOB = 512;

  private final JavaSparkContext context;

  SparkTarScanning(SparkSession spark) {
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @Override
  public void scan(List<String> tars, TarScanner scanner, Consumer<TarContents> found) {
    if (tars.size() == 1) {
      found.accept(scanner.scan(tars.get(0), context.hadoopConfiguration()));
      return;
    }
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    for (int from = 0; from < tars.size(); from += TARS_A_JOB) {
      List<String> some = List.copyOf(tars.subList(from, Math.min(tars.size(), from + TARS_A_JOB)));
      context
          .parallelize(some, some.size())
          .map(tar -> scanner.scan(tar, hadoop.value().value()))
          .collect()
          .forEach(found);
    }
    hadoop.destroy();
  }
}
