package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.featurize.ThumbnailWriter;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.data.PointSample;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.Thumbnail;
import io.github.imagefeatures.table.VectorTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * {@code thumbnails/}: the small pictures of a page's points. A run makes them after its numbers
 * are done, of the points that the page shows, and keeps them, so that the page can be drawn again
 * without the images.
 */
final class Thumbnails implements Artifact {
  static final String NAME = "thumbnails";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isWanted(RecordedOptions options) {
    return options.thumbnails() > 0;
  }

  @Override
  public Stage stage() {
    return Stage.REPORTING;
  }

  @Override
  public void write(RunContext run) {
    Set<String> wanted = picked(run.statistics().points(), run.options().thumbnails());
    List<ListedImage> images =
        run.listing().images().stream().filter(image -> wanted.contains(image.path())).toList();
    FeaturizeOptions options = run.options().featurize();
    ThumbnailWriter.write(
        run.spark(), images, options.limits(), options.orientation(), run.working(NAME));
    long missing = wanted.size() - table(run.spark(), run.working(NAME)).count();
    if (missing > 0) {
      run.warnings()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%d of %d thumbnails are missing from the page: their images can no longer be read, or have changed since they were featurized.",
                  missing,
                  wanted.size()));
    }
  }

  /**
   * Gives the points that have a picture their pictures.
   *
   * @param table folder of the table
   */
  static List<Point> addTo(List<Point> points, String table, SparkSession spark) {
    Map<String, byte[]> pictures = new HashMap<>();
    for (Thumbnail thumbnail : table(spark, table).collectAsList()) {
      pictures.put(thumbnail.getPath(), thumbnail.getJpeg());
    }
    return points.stream()
        .map(
            point ->
                pictures.containsKey(point.path())
                    ? point.withThumbnail(pictures.get(point.path()))
                    : point)
        .toList();
  }

  /** Which points get one is {@link PointSample}'s choice. */
  private static Set<String> picked(List<Point> points, int most) {
    int[] picks =
        PointSample.pick(
            points.stream().map(Point::path).toList(),
            points.stream().map(Point::label).toList(),
            most);
    Set<String> paths = new HashSet<>();
    for (int pick : picks) {
      paths.add(points.get(pick).path());
    }
    return paths;
  }

  private static Dataset<Thumbnail> table(SparkSession spark, String path) {
    return VectorTable.reader(spark).parquet(path).as(Encoders.bean(Thumbnail.class));
  }
}
