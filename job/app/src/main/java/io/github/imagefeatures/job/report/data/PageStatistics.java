package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.job.report.ReportData.ImageClass;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.ProjectedVector;
import io.github.imagefeatures.table.VectorTable;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * What a page says of a run's images and components: how many images each class has, how far their
 * components lie from the class's mean, the points that are shown, and what the components leave of
 * the images; of the rows that a task has seen or several together.
 */
public final class PageStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  // Counted before the components are seen, and needed by the driver alone.
  private final transient SortedMap<String, Long> images;
  private final transient SortedMap<String, Long> rejected;

  private final TreeMap<String, Sums> sums = new TreeMap<>();
  private final SamplePoints points;
  private final ErrorTally errors = new ErrorTally();

  /** Count, sum and sum of squared lengths of a class's vectors. */
  private static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] sum;
    private long count;
    private double squares;

    Sums(int dimension) {
      sum = new double[dimension];
    }

    void add(long otherCount, double[] otherSum, double otherSquares) {
      count += otherCount;
      squares += otherSquares;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += otherSum[i];
      }
    }

    /** Root of the mean squared distance to the mean: mean square less squared mean. */
    double spread() {
      double squaredMean = 0;
      for (double value : sum) {
        squaredMean += value / count * (value / count);
      }
      return Math.sqrt(Math.max(0, squares / count - squaredMean));
    }
  }

  /**
   * Has seen no rows yet.
   *
   * @param images featurized ones by class
   * @param rejected others by class
   */
  public PageStatistics(SortedMap<String, Long> images, SortedMap<String, Long> rejected) {
    this(images, rejected, new SamplePoints(images));
  }

  private PageStatistics(
      SortedMap<String, Long> images, SortedMap<String, Long> rejected, SamplePoints points) {
    this.images = images;
    this.rejected = rejected;
    this.points = points;
  }

  /**
   * Counts the images of a finished run.
   *
   * @param spark reads its tables
   * @param features folder of the table {@code features/}
   * @param rejected folder of the table {@code rejected/}
   * @return statistics that have seen no components yet
   */
  public static PageStatistics counted(SparkSession spark, String features, String rejected) {
    return new PageStatistics(countByLabel(spark, features), countByLabel(spark, rejected));
  }

  /**
   * Adds the components of all images, read from a finished run.
   *
   * @param components a row of each image
   * @return these statistics
   */
  public PageStatistics plus(JavaRDD<ComponentsRow> components) {
    PageStatistics none = fresh();
    return plus(
        components
            .mapPartitions(part -> List.of(none.fresh().plus(part)).iterator())
            .reduce(PageStatistics::plus));
  }

  private static SortedMap<String, Long> countByLabel(SparkSession spark, String table) {
    return new TreeMap<>(VectorTable.labels(spark, table).countByValue());
  }

  /** {@return statistics of no rows for the same images and sample} */
  public PageStatistics fresh() {
    return new PageStatistics(images, rejected, points.fresh());
  }

  void add(ProjectedVector row) {
    add(new ComponentsRow(row.getPath(), row.getLabel(), row.getComponents()));
    errors.add(row);
  }

  private void add(ComponentsRow row) {
    double squares = 0;
    for (double value : row.getComponents()) {
      squares += value * value;
    }
    sumsOf(row.getLabel(), row.getComponents().length).add(1, row.getComponents(), squares);
    points.add(row);
  }

  /**
   * Adds what another has seen.
   *
   * @param other statistics of other rows of the same images
   * @return these statistics
   */
  public PageStatistics plus(PageStatistics other) {
    other.sums.forEach(
        (label, more) -> sumsOf(label, more.sum.length).add(more.count, more.sum, more.squares));
    points.add(other.points);
    errors.add(other.errors);
    return this;
  }

  private PageStatistics plus(Iterator<ComponentsRow> rows) {
    rows.forEachRemaining(this::add);
    return this;
  }

  private Sums sumsOf(String label, int dimension) {
    return sums.computeIfAbsent(label, first -> new Sums(dimension));
  }

  /** {@return how many images were featurized, of all classes} */
  public long total() {
    return images.values().stream().mapToLong(Long::longValue).sum();
  }

  /** {@return every class by name, those of which all images were rejected included} */
  public List<ImageClass> classes() {
    TreeSet<String> labels = new TreeSet<>(images.keySet());
    labels.addAll(rejected.keySet());
    return labels.stream()
        .map(
            label ->
                new ImageClass(
                    label,
                    images.getOrDefault(label, 0L),
                    rejected.getOrDefault(label, 0L),
                    spread(label)))
        .toList();
  }

  /** Root mean squared distance of a class's vectors to their mean; NaN when it has none. */
  double spread(String label) {
    return sums.containsKey(label) ? sums.get(label).spread() : Double.NaN;
  }

  /** {@return what the components leave of the images; none when the table was read again} */
  public ErrorTally errors() {
    return errors;
  }

  /** {@return the points to show, by path} */
  public List<Point> points() {
    return points.points();
  }
}
