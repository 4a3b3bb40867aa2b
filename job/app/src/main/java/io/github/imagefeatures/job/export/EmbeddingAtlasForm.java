package io.github.imagefeatures.job.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/**
 * One Parquet file for <a href="https://apple.github.io/embedding-atlas/tool.html">Embedding
 * Atlas</a>: path, label, split, x, y; {@code neighbors}, a struct of {@code ids}, rows of this
 * file from 0, and {@code distances}; {@code image}, a small JPEG file.
 */
final class EmbeddingAtlasForm implements Form {
  private static final String FILE = "images.parquet";
  private static final String IDS = "ids";
  private static final int LONGEST_SIDE = 96;

  @Override
  public void require(ExportedRun run) {
    if (!run.hasPlaces()) {
      throw new OutputException(
          FailureId.FIT_UNUSABLE,
          "The run %s has neither a map nor two components to place its images by: name another with --run-id, or choose --as npy or --as projector."
              .formatted(run.run().runId()));
    }
  }

  @Override
  public void write(ExportedRun run, FileSystem store, Path folder, Pictures pictures)
      throws IOException {
    Dataset<Row> rows = run.names().join(run.places(), ExportedRun.PATH);
    Optional<Dataset<Row>> neighbours = run.neighbours();
    if (neighbours.isPresent()) {
      rows = rows.join(numbered(neighbours.get(), run), ExportedRun.PATH);
    }
    Path table = new Path(folder, "_pictures");
    Optional<Pictures.Made> made = pictures.make(table, LONGEST_SIDE);
    if (made.isPresent()) {
      rows = made.get().addTo(rows).withColumnRenamed(Pictures.JPEG, "image");
    }
    Path parts = new Path(folder, "_parts");
    rows.repartition(1).sortWithinPartitions(ExportedRun.PATH).write().parquet(parts.toString());
    FileStatus[] files = store.globStatus(new Path(parts, "part-*"));
    if (files.length != 1 || !store.rename(files[0].getPath(), new Path(folder, FILE))) {
      throw new IOException("there is no one file in " + parts);
    }
    store.delete(parts, true);
    store.delete(table, true);
  }

  /** The neighbours by their rows. There are never so many that their paths would be too much. */
  private static Dataset<Row> numbered(Dataset<Row> neighbours, ExportedRun run) {
    List<String> paths = run.names().select(ExportedRun.PATH).as(Encoders.STRING()).collectAsList();
    Map<String, Integer> rows = new HashMap<>();
    paths.forEach(path -> rows.put(path, rows.size()));
    Broadcast<Map<String, Integer>> shared =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).broadcast(rows);
    UserDefinedFunction rowsOf =
        functions.udf(
            (UDF1<Seq<String>, int[]>)
                nearest -> {
                  int[] ids = new int[nearest.size()];
                  for (int i = 0; i < ids.length; i++) {
                    ids[i] = shared.value().get(nearest.apply(i));
                  }
                  return ids;
                },
            DataTypes.createArrayType(DataTypes.IntegerType, false));
    return neighbours.select(
        col(ExportedRun.PATH),
        struct(
                rowsOf.apply(col("cosine_neighbours")).as(IDS),
                col("cosine_distances").as("distances"))
            .as("neighbors"));
  }
}
