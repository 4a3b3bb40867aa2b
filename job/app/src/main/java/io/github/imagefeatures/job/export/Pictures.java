package io.github.imagefeatures.job.export;

import static org.apache.spark.sql.functions.col;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.featurize.ThumbnailWriter;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.listing.ImagePath;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.VectorTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Small pictures of a run's images, made by listing and reading the images once more.
 *
 * @param run whose images they show
 * @param wanted whether there are to be any
 * @param warnings is told which are missing
 */
record Pictures(ExportedRun run, boolean wanted, Consumer<String> warnings) {
  /** Images of which pictures are made. A tool that shows each with its picture takes no more. */
  static final int MOST_IMAGES = 100_000;

  /** The column of pictures: JPEG files. */
  static final String JPEG = "jpeg";

  private static final String IMAGE = "image_of_jpeg";

  /**
   * Makes the pictures.
   *
   * @param folder gets a table of them, which may be deleted when they are no longer needed
   * @param longestSide of a picture at most, in pixels
   * @return what adds a column of them to a table of images; empty when there are none
   */
  Optional<Made> make(Path folder, int longestSide) {
    if (!wanted) {
      return Optional.empty();
    }
    if (run.images() > MOST_IMAGES) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "The export has no pictures: %d images are more than the %d of which pictures are made.",
              run.images(),
              MOST_IMAGES));
      return Optional.empty();
    }
    return readable(paths())
        .map(
            images -> {
              ThumbnailWriter.write(
                  run.spark(),
                  images,
                  run.run().manifest().options().limits(),
                  Orientation.recorded(run.run().manifest().options().orientation()),
                  longestSide,
                  folder.toString());
              return new Made(VectorTable.reader(run.spark()).parquet(folder.toString()));
            })
        .filter(this::isAny);
  }

  /**
   * Pictures that were made.
   *
   * @param table path, jpeg
   */
  record Made(Dataset<Row> table) {

    /** Adds the column {@link #JPEG}; null for an image without a picture. */
    Dataset<Row> addTo(Dataset<Row> images) {
      Dataset<Row> pictures = table.select(col(ExportedRun.PATH).as(IMAGE), col(JPEG));
      return images
          .join(
              pictures,
              VectorTable.image(images.col(ExportedRun.PATH)).equalTo(pictures.col(IMAGE)),
              "left")
          .drop(IMAGE);
    }
  }

  private boolean isAny(Made made) {
    long missing = run.images() - made.table().count();
    if (missing == run.images()) {
      warnings.accept("The export has no pictures: none of the images can be read any more.");
    } else if (missing > 0) {
      warnings.accept(
          String.format(
              Locale.ROOT,
              "%d of %d pictures are missing from the export: their images can no longer be read, or have changed since they were featurized.",
              missing,
              run.images()));
    }
    return missing < run.images();
  }

  /** The images of the run that are still there, and where members of tars lie in these. */
  private Optional<List<ListedImage>> readable(Set<String> paths) {
    try {
      List<ListedImage> images =
          run.run().imagesNow(run.spark()).stream()
              .filter(image -> paths.contains(image.path()))
              .toList();
      if (images.isEmpty()) {
        warnings.accept(
            "The export has no pictures: none of the images is where the run found it.");
      }
      return Optional.of(images).filter(found -> !found.isEmpty());
    } catch (InputException e) {
      warnings.accept(
          "The export has no pictures, as the images cannot be listed. " + e.getMessage());
      return Optional.empty();
    }
  }

  private Set<String> paths() {
    return run.names().select(ExportedRun.PATH).as(Encoders.STRING()).collectAsList().stream()
        .map(ImagePath::ofAnyVersion)
        .collect(Collectors.toSet());
  }
}
