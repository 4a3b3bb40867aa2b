package io.github.imagefeatures.job.run;

import java.io.Serializable;
import java.util.TreeMap;

/**
 * How far each class's vectors lie from their mean: the sums that this comes from, of the rows that
 * a task has seen or several together.
 */
final class ClassSpreads implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Sums> byLabel = new TreeMap<>();

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

  void add(ComponentsRow row) {
    double squares = 0;
    for (double value : row.getComponents()) {
      squares += value * value;
    }
    sumsOf(row.getLabel(), row.getComponents().length).add(1, row.getComponents(), squares);
  }

  void add(ClassSpreads other) {
    other.byLabel.forEach(
        (label, sums) -> sumsOf(label, sums.sum.length).add(sums.count, sums.sum, sums.squares));
  }

  /** Root mean squared distance of a class's vectors to their mean; NaN when it has none. */
  double of(String label) {
    Sums sums = byLabel.get(label);
    return sums == null ? Double.NaN : sums.spread();
  }

  private Sums sumsOf(String label, int dimension) {
    return byLabel.computeIfAbsent(label, first -> new Sums(dimension));
  }
}
