package io.github.imagefeatures.findings;

import java.util.Arrays;

/** Quantiles of numbers, as numpy's {@code quantile} has them: linear between two numbers. */
final class Quantiles {
  private final double[] ascending;

  private Quantiles(double[] ascending) {
    this.ascending = ascending;
  }

  static Quantiles of(double[] numbers) {
    double[] ascending = numbers.clone();
    Arrays.sort(ascending);
    return new Quantiles(ascending);
  }

  /** The quantile; 0 of no numbers. */
  double at(double share) {
    if (ascending.length == 0) {
      return 0;
    }
    double place = share * (ascending.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }

  /** The share of the numbers that are smaller, 0 to 1. */
  double shareBelow(double number) {
    int at = Arrays.binarySearch(ascending, number);
    int below = at < 0 ? -at - 1 : at;
    while (below > 0 && ascending[below - 1] == number) {
      below--;
    }
    return (double) below / ascending.length;
  }
}
