package io.github.imagefeatures.bench;

/** How far two fits are apart. */
final class FitDifference {
  private FitDifference() {}

  /**
   * The largest relative difference of two tables of explained variance.
   *
   * @param components how many of the first are compared
   */
  static double ofVariance(double[] ours, double[] theirs, int components) {
    double largest = 0;
    for (int i = 0; i < components; i++) {
      largest = Math.max(largest, Math.abs(ours[i] - theirs[i]) / theirs[i]);
    }
    return largest;
  }

  /**
   * The largest difference of two matrices of loadings, signs aside, relative to the largest
   * loading of the same component.
   *
   * @param ours features x components, row by row
   * @param theirs features x features, row by row
   * @param features rows of both
   * @param components columns of ours
   */
  static double ofLoadings(double[] ours, double[] theirs, int features, int components) {
    double largest = 0;
    for (int component = 0; component < components; component++) {
      double scale = 0;
      double difference = 0;
      for (int feature = 0; feature < features; feature++) {
        double a = Math.abs(ours[feature * components + component]);
        double b = Math.abs(theirs[feature * features + component]);
        scale = Math.max(scale, b);
        difference = Math.max(difference, Math.abs(a - b));
      }
      largest = Math.max(largest, difference / scale);
    }
    return largest;
  }
}
