package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.PathDigest;
import io.github.imagefeatures.table.ImageRow;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** What a pass over a table of images counts: each task its rows, and the driver the tasks. */
final class ImageTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final PathDigest digest = new PathDigest();
  private long rows;
  private long unsound;

  /**
   * Counts a table.
   *
   * @param isSound what must hold of each row
   */
  static <T extends ImageRow> ImageTally of(JavaRDD<T> table, Function<T, Boolean> isSound) {
    return table
        .mapPartitions(part -> List.of(of(part, isSound)).iterator())
        .fold(new ImageTally(), ImageTally::plus);
  }

  /** Counts a table that has a column of paths and no label. */
  static ImageTally ofPaths(Dataset<Row> table) {
    return table
        .select("path")
        .as(Encoders.STRING())
        .javaRDD()
        .mapPartitions(part -> List.of(ofPaths(part)).iterator())
        .fold(new ImageTally(), ImageTally::plus);
  }

  private static ImageTally ofPaths(Iterator<String> part) {
    ImageTally tally = new ImageTally();
    while (part.hasNext()) {
      tally.digest.add(part.next());
      tally.rows++;
    }
    return tally;
  }

  private static <T extends ImageRow> ImageTally of(Iterator<T> part, Function<T, Boolean> isSound)
      throws Exception {
    ImageTally tally = new ImageTally();
    while (part.hasNext()) {
      T row = part.next();
      tally.digest.add(row.getPath());
      tally.rows++;
      tally.unsound += isSound.call(row) ? 0 : 1;
    }
    return tally;
  }

  /** Returns the sum of two tallies. */
  ImageTally plus(ImageTally other) {
    ImageTally sum = new ImageTally();
    sum.digest.add(digest);
    sum.digest.add(other.digest);
    sum.rows = rows + other.rows;
    sum.unsound = unsound + other.unsound;
    return sum;
  }

  /** Returns the {@link PathDigest} of the paths. */
  String digest() {
    return digest.value();
  }

  long rows() {
    return rows;
  }

  /** Rows of which what must hold does not. */
  long unsound() {
    return unsound;
  }
}
