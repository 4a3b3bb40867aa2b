package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.data.PageStatistics;
import io.github.imagefeatures.job.report.data.PointSample;
import io.github.imagefeatures.reduce.ErrorDistribution;
import io.github.imagefeatures.reduce.Reduction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What is kept of the images that were fitted, so that others can be seen against them: {@code
 * fitted-images.json} beside their model. A run with an earlier fit hands on the fit's.
 *
 * @param images how many there were
 * @param components the number of components that the errors are of
 * @param mean of each feature
 * @param errors about what the components would leave of each if it had not been fitted, in
 *     ascending order, see {@link ErrorDistribution}
 * @param points the leading components of some of them, as many of each as a page shows
 */
public record FittedImages(
    long images, int components, double[] mean, double[] errors, float[][] points) {
  /** Its file beside the model. */
  public static final String NAME = "fitted-images.json";

  /** Enough for a cloud behind other points. */
  private static final int MAX_POINTS = 1000;

  /** Refuses what a damaged file may hold. */
  public FittedImages {
    new ErrorDistribution(images, errors);
    if (!Arrays.stream(mean).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("mean has numbers that are not finite");
    }
    for (float[] point : points) {
      // Its constructor has the other rules.
      if (new Point("", "", point).components().length
          != Math.min(Point.MAX_COMPONENTS, components)) {
        throw new IllegalArgumentException("points have not as many components as a page shows");
      }
    }
  }

  /**
   * What is kept of images that were fitted.
   *
   * @param statistics of their components
   * @return empty when their errors are not known
   */
  static Optional<FittedImages> of(Reduction reduction, PageStatistics statistics) {
    return statistics
        .errors()
        .corrected()
        .map(
            errors ->
                new FittedImages(
                    errors.images(),
                    reduction.components(),
                    reduction.fittedMean(),
                    errors.errors(),
                    some(statistics.points())));
  }

  private static float[][] some(List<Point> points) {
    List<String> paths = points.stream().map(Point::path).toList();
    List<String> labels = points.stream().map(Point::label).toList();
    return Arrays.stream(PointSample.pick(paths, labels, MAX_POINTS))
        .mapToObj(i -> points.get(i).components())
        .toArray(float[][]::new);
  }

  /**
   * Reads what is kept beside a model; empty beside one of Spark's own or of an earlier version.
   *
   * @param store where the model is
   * @param model its folder
   * @return what is kept
   * @throws OutputException when it is damaged or cannot be read
   */
  public static Optional<FittedImages> read(FileSystem store, Path model) {
    return RunFolder.readJson(store, new Path(model, NAME), FittedImages.class);
  }

  void write(RunFolder folder, Path model) {
    folder.writeJson(new Path(model, NAME), this);
  }

  /**
   * The distribution of the errors.
   *
   * @param kept components of whoever asks
   * @return empty when the errors are of another number of them
   */
  public Optional<ErrorDistribution> errorsOf(int kept) {
    return kept == components
        ? Optional.of(new ErrorDistribution(images, errors))
        : Optional.empty();
  }
}
