package io.github.imagefeatures.findings;

import io.github.imagefeatures.neighbours.Images;
import io.github.imagefeatures.neighbours.NearestImages;
import java.util.ArrayList;
import java.util.List;

/**
 * Images far from all others: by the distance to the k-th nearest (Ramaswamy, Rastogi and Shim,
 * "Efficient algorithms for mining outliers from large data sets", SIGMOD 2000), beyond Tukey's
 * outer fence, three interquartile ranges above the upper quartile ("Exploratory Data Analysis",
 * 1977).
 */
final class Outliers {
  private static final int K = 10;

  private static final double OUTER_FENCE = 3;

  /** Where all distances are alike, a fence would be crossed by a hair. */
  private static final double OF_MEDIAN = 1.25;

  private Outliers() {}

  /**
   * The distance of each row to its tenth nearest: whatever number of neighbours is wanted, as the
   * hundredth nearest of a small class is of another one.
   *
   * @return of fewer found that to the last of them; zeros when there is one row
   */
  static double[] tenth(NearestImages nearest) {
    double[] distances = new double[nearest.images().rows()];
    for (int row = 0; row < distances.length && nearest.found() > 0; row++) {
      distances[row] = nearest.different(row).get(k(nearest) - 1).distance();
    }
    return distances;
  }

  private static int k(NearestImages nearest) {
    return Math.min(K, nearest.found());
  }

  static List<Finding> find(NearestImages nearest, double[] distances, Quantiles all) {
    Images images = nearest.images();
    List<Finding> found = new ArrayList<>();
    if (images.rows() < FindingKind.FEWEST_FOR_OUTLIERS) {
      return found;
    }
    double threshold = threshold(all);
    for (int row = 0; row < distances.length; row++) {
      if (distances[row] > threshold) {
        for (int image : images.copies(row)) {
          found.add(
              Finding.of(
                  FindingKind.OUTLIER,
                  images.path(image),
                  images.label(image),
                  distances[row],
                  "The farthest of its %d nearest images is at a cosine distance of %.3g, farther than for %.2f %% of the pictures; outliers begin at %.3g.",
                  k(nearest),
                  distances[row],
                  100 * all.shareBelow(distances[row]),
                  threshold));
        }
      }
    }
    return found;
  }

  private static double threshold(Quantiles all) {
    double upper = all.at(0.75);
    double fence = upper + OUTER_FENCE * (upper - all.at(0.25));
    return Math.max(fence, OF_MEDIAN * all.at(0.5));
  }
}
