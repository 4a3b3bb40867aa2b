package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.table.RejectedImage;
import io.github.imagefeatures.table.VectorTable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** {@code rejected/}: the images without features, and why; written shard by shard. */
public final class RejectedTable implements Artifact {
  @Override
  public String name() {
    return RunFolder.REJECTED;
  }

  /** Reads a folder of the table. */
  public static Dataset<RejectedImage> read(SparkSession spark, String path) {
    Encoder<RejectedImage> images = Encoders.bean(RejectedImage.class);
    return VectorTable.reader(spark).schema(images.schema()).parquet(path).as(images);
  }

  /** Adds images, none included, to a folder as one file more. */
  public static void add(SparkSession spark, List<RejectedImage> rejected, String path) {
    spark
        .createDataset(rejected, Encoders.bean(RejectedImage.class))
        .select("path", "label", "length", "reason", "message")
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .parquet(path);
  }

  /** After the components: a run that ends while they are written leaves no empty table behind. */
  @Override
  public Stage stage() {
    return Stage.REPORTING;
  }

  /** An empty table where nothing was rejected, so that readers always find one. */
  @Override
  public void write(RunContext run) {
    if (!run.folder().hasFiles(name())) {
      add(run.spark(), List.of(), run.written(name()));
    }
  }

  /** Nothing: it is checked together with {@code features/}. */
  @Override
  public void check(Validation run) {}
}
