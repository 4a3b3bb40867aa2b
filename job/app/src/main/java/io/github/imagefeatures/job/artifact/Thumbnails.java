package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.featurize.ThumbnailWriter;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportPage;
import io.github.imagefeatures.job.report.data.PicturedPoints;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.SparkTarScanning;
import io.github.imagefeatures.table.Thumbnail;
import io.github.imagefeatures.table.VectorTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    FeaturizeOptions options = run.options().featurize();
    // Those of an earlier attempt are no part of the page that is measured.
    run.folder().delete(run.folder().working(NAME));
    write(
        RunReport.ofUnpublished(run),
        run.manifest(),
        run.listing().images(),
        new Making(options.limits(), options.orientation(), run.options().thumbnails()));
  }

  /**
   * Makes those of a finished run, from its images as they are now.
   *
   * @param report the page, without them
   * @param most pictures at most, 1 or more
   * @throws InputException when the images cannot be listed any more
   */
  static void makeAnew(RunReport report, Manifest manifest, int most) {
    RecordedOptions options = manifest.options();
    if (options.featuresOnly()) {
      report
          .warnings()
          .accept("The page has no pictures: a run of features only has no points to picture.");
      return;
    }
    SparkSession spark = report.spark();
    List<ListedImage> listed =
        new ImageLister(spark.sparkContext().hadoopConfiguration(), new SparkTarScanning(spark))
            .list(manifest.input().uri(), new ListingOptions(options.glob(), 0))
            .images();
    ImageLimits limits =
        new ImageLimits(
            options.maxBytes(),
            Optional.ofNullable(options.maxPixels()).orElse(ImageLimits.DEFAULT_MAX_PIXELS));
    write(
        report,
        manifest,
        listed,
        new Making(limits, Orientation.recorded(options.orientation()), most));
  }

  /**
   * How they are made.
   *
   * @param limits what one image may cost
   * @param orientation whether images are turned upright
   * @param most pictures at most, 1 or more
   */
  record Making(ImageLimits limits, Orientation orientation, int most) {}

  /**
   * Writes those that fit into the page, under the table's working name.
   *
   * @param report the page, still without them
   * @param manifest the run's
   * @param listed the images, those of the run among them
   */
  static void write(RunReport report, Manifest manifest, List<ListedImage> listed, Making making) {
    ReportData page = report.data(manifest);
    long room = ReportPage.MAX_BYTES - ReportPage.bytes(page);
    PicturedPoints pictured = PicturedPoints.of(page, room, making.most());
    List<ListedImage> images =
        listed.stream().filter(image -> pictured.paths().contains(image.path())).toList();
    String table = report.folder().working(NAME).toString();
    if (!images.isEmpty()) {
      ThumbnailWriter.writeWebp(
          report.spark(),
          images,
          making.limits(),
          making.orientation(),
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
                  "%d of %d thumbnails are missing from the page: their images can no longer be read, or have changed since they were featurized.",
                  pictured.paths().size() - made,
                  pictured.paths().size()));
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
      pictures.put(thumbnail.getPath(), thumbnail.getPicture());
    }
    return points.stream()
        .map(
            point ->
                pictures.containsKey(point.path())
                    ? point.withThumbnail(pictures.get(point.path()))
                    : point)
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
