package io.github.imagefeatures.job.inspect;

import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.table.VectorTable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * The images that only one of two runs has, by their paths below the folder that was listed.
 *
 * @param onlyInFirst how many
 * @param onlyInSecond how many
 * @param examplesOfFirst the first few of them, sorted
 * @param examplesOfSecond the first few of them, sorted
 */
public record ImageDifference(
    long onlyInFirst,
    long onlyInSecond,
    List<String> examplesOfFirst,
    List<String> examplesOfSecond) {
  private static final int EXAMPLES = 5;
  private static final String PATH = "path";

  /** Reads nothing but the paths of both runs' tables. */
  static ImageDifference between(CompletedRun first, CompletedRun second, SparkSession spark) {
    Dataset<Row> left = paths(first, spark).cache();
    Dataset<Row> right = paths(second, spark).cache();
    Dataset<Row> onlyLeft = left.except(right);
    Dataset<Row> onlyRight = right.except(left);
    return new ImageDifference(
        onlyLeft.count(), onlyRight.count(), examples(onlyLeft), examples(onlyRight));
  }

  private static Dataset<Row> paths(CompletedRun run, SparkSession spark) {
    Dataset<Row> listed =
        run.table(RunFolder.FEATURES, spark)
            .select(PATH)
            .union(run.table(RunFolder.REJECTED, spark).select(PATH))
            .select(VectorTable.image(functions.col(PATH)).as(PATH));
    String root = ImagePath.ofAnyVersion(run.manifest().input().uri());
    String prefix = root.endsWith("/") ? root : root + "/";
    // Spark counts characters, not UTF-16 code units.
    int below = prefix.codePointCount(0, prefix.length()) + 1;
    // An image that is itself what was listed has no path below it.
    return listed.select(
        functions
            .when(
                functions.col(PATH).startsWith(prefix),
                functions.expr("substring(path, " + below + ")"))
            .otherwise(functions.col(PATH))
            .as(PATH));
  }

  private static List<String> examples(Dataset<Row> paths) {
    return paths.sort(PATH).limit(EXAMPLES).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
