package io.github.imagefeatures.job.report.data;

import io.github.imagefeatures.reduce.ErrorDistribution;
import io.github.imagefeatures.table.ProjectedVector;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;

/**
 * The reconstruction errors of the images that a task has seen or several together, 24 bytes an
 * image: the driver's listing has six times as much.
 */
public final class ErrorTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private double[] errors = {};
  private double[] corrected = {};
  private double[] distances = {};
  private int count;

  /** Adds an image, unless its error is not known. */
  void add(ProjectedVector row) {
    if (!Double.isNaN(row.getReconstructionError())) {
      makeRoom(1);
      errors[count] = row.getReconstructionError();
      corrected[count] = row.getCorrectedError();
      distances[count] = row.getSquaredDistance();
      count++;
    }
  }

  /** Adds what another has seen. */
  void add(ErrorTally other) {
    makeRoom(other.count);
    System.arraycopy(other.errors, 0, errors, count, other.count);
    System.arraycopy(other.corrected, 0, corrected, count, other.count);
    System.arraycopy(other.distances, 0, distances, count, other.count);
    count += other.count;
  }

  private void makeRoom(int more) {
    if (count + more > errors.length) {
      int length = Math.max(count + more, count + count / 2 + 16);
      errors = Arrays.copyOf(errors, length);
      corrected = Arrays.copyOf(corrected, length);
      distances = Arrays.copyOf(distances, length);
    }
  }

  /**
   * The distribution of the errors that images which were fitted would have if they had not been.
   *
   * @return empty when none is known
   */
  public Optional<ErrorDistribution> corrected() {
    return count == 0
        ? Optional.empty()
        : Optional.of(ErrorDistribution.of(Arrays.copyOf(corrected, count)));
  }

  /**
   * The share of the images' variance about the fitted mean that their components explain. Summed
   * up in order, so that it does not depend on which task was the first.
   *
   * @return 0 to 1; 1 when they have no variance
   */
  public double explained() {
    double all = sum(distances);
    return all == 0 ? 1 : 1 - sum(errors) / all;
  }

  private double sum(double[] numbers) {
    double[] sorted = Arrays.copyOf(numbers, count);
    Arrays.sort(sorted);
    return Arrays.stream(sorted).sum();
  }

  /**
   * The share of the images whose error is above one.
   *
   * @param error 0 or more
   * @return 0 to 1
   */
  public double shareAbove(double error) {
    return (double) Arrays.stream(errors, 0, count).filter(each -> each > error).count() / count;
  }
}
