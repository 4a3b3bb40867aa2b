package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.featurize.ThumbnailWriter;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportPage;
import io.github.imagefeatures.job.report.data.PicturedPoints;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.Thumbnail;
import io.github.imagefeatures.table.VectorTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * {@code thumbnails/}: the small pictures of a page's points. A run makes them after its numbers
 * are done, of the points that the page shows and has room to picture, and keeps them, so that the
 * page can be drawn again without the images.
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
    // Those of an earlier attempt are no part of the page that is measured.
    run.folder().delete(run.folder().written(NAME));
    write(
        RunReport.ofUnpublished(run),
        run.manifest(),
        run.listing().images(),
        run.options().thumbnails());
  }

  /**
   * Writes those that fit into the page, where it will read them.
   *
   * @param report the page, still without them
   * @param manifest the run's
   * @param listed the images, those of the run among them
   * @param most pictures at most, 1 or more
   */
  static void write(RunReport report, Manifest manifest, List<ListedImage> listed, int most) {
    RecordedOptions options = manifest.options();
    ReportData page = report.data(manifest);
    long room = ReportPage.MAX_BYTES - ReportPage.bytes(page);
    PicturedPoints pictured = PicturedPoints.of(page, room, most);
    List<ListedImage> images = among(listed, pictured.paths());
    String table = report.table(NAME).toString();
    if (!images.isEmpty()) {
      ThumbnailWriter.writeWebp(
          report.spark(),
          images,
          options.limits(),
          Orientation.recorded(options.orientation()),
          pictured.mostBytes(),
          table);
    }
    long made = images.isEmpty() ? 0 : table(report.spark(), table).count();
    if (made < pictured.paths().size()) {
      report
          .warnings()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%d of %d thumbnails are missing from the page: their images can no longer be"
                      + " read, or have changed since they were featurized.",
                  pictured.paths().size() - made,
                  pictured.paths().size()));
    }
  }

  /** Runs of earlier versions have other paths of the same images. */
  private static List<ListedImage> among(List<ListedImage> listed, Set<String> paths) {
    Set<String> wanted = paths.stream().map(ImagePath::ofAnyVersion).collect(Collectors.toSet());
    return listed.stream()
        .filter(image -> wanted.contains(ImagePath.ofAnyVersion(image.path())))
        .toList();
  }

  /**
   * Gives the points that have a picture their pictures.
   *
   * @param table folder of the table
   */
  static List<Point> addTo(List<Point> points, String table, SparkSession spark) {
    Map<String, byte[]> pictures = new HashMap<>();
    for (Thumbnail thumbnail : table(spark, table).collectAsList()) {
      pictures.put(ImagePath.ofAnyVersion(thumbnail.getPath()), thumbnail.getPicture());
    }
    return points.stream()
        .map(
            point ->
                Optional.ofNullable(pictures.get(ImagePath.ofAnyVersion(point.path())))
                    .map(point::withThumbnail)
                    .orElse(point))
        .toList();
  }

  /** Runs of earlier versions have JPEG files, in a column of that name. */
  private static Dataset<Thumbnail> table(SparkSession spark, String path) {
    return VectorTable.reader(spark)
        .parquet(path)
        .withColumnRenamed("jpeg", "picture")
        .as(Encoders.bean(Thumbnail.class));
  }
}
