package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.featurize.RejectedImage;
import io.github.imagefeatures.job.report.ReportData;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;

/** Counts and spread of every class, from one pass over the components. */
final class ClassSummary {
  private final TreeMap<String, Sums> sums;
  private final Map<String, Long> rejected;

  private ClassSummary(TreeMap<String, Sums> sums, Map<String, Long> rejected) {
    this.sums = sums;
    this.rejected = rejected;
  }

  /** Count, sum and sum of squared lengths of a class's vectors. */
  private static final class Sums implements Serializable {
    private static final long serialVersionUID = 1L;

    private long count;
    private double[] sum;
    private double squares;

    void add(double[] vector) {
      add(1, vector, 0);
      for (double value : vector) {
        squares += value * value;
      }
    }

    void add(long otherCount, double[] otherSum, double otherSquares) {
      if (sum == null) {
        sum = new double[otherSum.length];
      }
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

  static ClassSummary of(Dataset<ComponentsRow> rows, Dataset<RejectedImage> rejected) {
    TreeMap<String, Sums> sums =
        rows.javaRDD()
            .mapPartitions(
                part -> {
                  TreeMap<String, Sums> byLabel = new TreeMap<>();
                  part.forEachRemaining(
                      row ->
                          byLabel
                              .computeIfAbsent(row.getLabel(), label -> new Sums())
                              .add(row.getComponents()));
                  return List.of(byLabel).iterator();
                })
            .reduce(ClassSummary::merged);
    return new ClassSummary(sums, rejected.javaRDD().map(RejectedImage::getLabel).countByValue());
  }

  /** Featurized images by class. */
  SortedMap<String, Long> images() {
    SortedMap<String, Long> images = new TreeMap<>();
    sums.forEach((label, sum) -> images.put(label, sum.count));
    return images;
  }

  long total() {
    return sums.values().stream().mapToLong(sum -> sum.count).sum();
  }

  /** Every class by name, those of which all images were rejected included. */
  List<ReportData.ImageClass> list() {
    TreeSet<String> labels = new TreeSet<>(sums.keySet());
    labels.addAll(rejected.keySet());
    List<ReportData.ImageClass> classes = new ArrayList<>();
    for (String label : labels) {
      Sums sum = sums.get(label);
      classes.add(
          new ReportData.ImageClass(
              label,
              sum == null ? 0 : sum.count,
              rejected.getOrDefault(label, 0L),
              sum == null ? Double.NaN : sum.spread()));
    }
    return classes;
  }

  private static TreeMap<String, Sums> merged(TreeMap<String, Sums> a, TreeMap<String, Sums> b) {
    b.forEach(
        (label, sum) ->
            a.computeIfAbsent(label, none -> new Sums()).add(sum.count, sum.sum, sum.squares));
    return a;
  }
}
