package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.featurize.Thumbnail;
import io.github.imagefeatures.job.featurize.ThumbnailWriter;
import io.github.imagefeatures.job.image.ImageLimits;
import io.github.imagefeatures.job.report.PointSample;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.source.ImageListing;
import io.github.imagefeatures.job.source.ListedImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * The small pictures of a page's points. A run makes them after its numbers are done, of the points
 * that the page shows, and keeps them, so that the page can be drawn again without the images.
 */
interface PageThumbnails {

  /**
   * The points, some of them with a picture.
   *
   * @param points that the page shows
   * @param warnings hears when pictures are missing
   */
  List<Point> addedTo(List<Point> points, Consumer<String> warnings);

  /**
   * Made anew, into the working folder.
   *
   * @param most pictures; which points get one is {@link PointSample}'s choice
   * @param listing where the images lie
   * @param limits what one image may cost
   */
  static PageThumbnails made(
      int most, ImageListing listing, ImageLimits limits, RunFolder folder, SparkSession spark) {
    if (most == 0) {
      return (points, warnings) -> {
        // An attempt that asked for some may have left them.
        folder.delete(folder.working(RunFolder.THUMBNAILS));
        return points;
      };
    }
    String table = folder.working(RunFolder.THUMBNAILS).toString();
    return (points, warnings) -> {
      Set<String> wanted = picked(points, most);
      List<ListedImage> images =
          listing.images().stream().filter(image -> wanted.contains(image.path())).toList();
      ThumbnailWriter.write(spark, images, limits, table);
      Map<String, byte[]> pictures = read(table, spark);
      if (pictures.size() < wanted.size()) {
        warnings.accept(
            String.format(
                Locale.ROOT,
                "%d of %d thumbnails are missing from the page: their images can no longer be read, or have changed since they were featurized.",
                wanted.size() - pictures.size(),
                wanted.size()));
      }
      return withPictures(points, pictures);
    };
  }

  /** Those that a finished run has kept, if it has. */
  static PageThumbnails kept(RunFolder folder, SparkSession spark) {
    return (points, warnings) ->
        folder.exists(folder.path(RunFolder.THUMBNAILS))
            ? withPictures(points, read(folder.path(RunFolder.THUMBNAILS).toString(), spark))
            : points;
  }

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

  private static Map<String, byte[]> read(String table, SparkSession spark) {
    Map<String, byte[]> pictures = new HashMap<>();
    for (Thumbnail thumbnail : Tables.thumbnails(spark, table).collectAsList()) {
      pictures.put(thumbnail.getPath(), thumbnail.getJpeg());
    }
    return pictures;
  }

  private static List<Point> withPictures(List<Point> points, Map<String, byte[]> pictures) {
    return points.stream()
        .map(
            point ->
                pictures.containsKey(point.path())
                    ? point.withThumbnail(pictures.get(point.path()))
                    : point)
        .toList();
  }
}
