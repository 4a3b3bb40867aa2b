package io.github.imagefeatures.nearest;

/** How far two vectors lie apart. */
public enum Distance {
  /** 1 less the cosine of the angle between them, 0 to 2; of vectors of length 1. */
  COSINE {
    @Override
    public double of(double squared) {
      return squared / 2;
    }
  },
  /** Euclid's, 0 or more. */
  EUCLIDEAN {
    @Override
    public double of(double squared) {
      return Math.sqrt(squared);
    }
  };

  /**
   * The distance of two vectors.
   *
   * @param squared the square of their distance by Euclid
   * @return 0 or more
   */
  public abstract double of(double squared);

  /**
   * The square of the distance by Euclid, the same bits for both orders of the two vectors.
   *
   * @param values hold one of them
   * @param mine where it begins
   * @param others hold the other, and may be the same
   * @param theirs where the other begins
   * @param dimensions numbers of each
   * @return 0 or more
   */
  public static double squared(
      double[] values, int mine, double[] others, int theirs, int dimensions) {
    int whole = dimensions - dimensions % 4;
    // Four sums, since each addition waits for the one before it.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int i = 0; i < whole; i += 4) {
      double u = values[mine + i] - others[theirs + i];
      double v = values[mine + i + 1] - others[theirs + i + 1];
      double w = values[mine + i + 2] - others[theirs + i + 2];
      double x = values[mine + i + 3] - others[theirs + i + 3];
      a += u * u;
      b += v * v;
      c += w * w;
      d += x * x;
    }
    for (int i = whole; i < dimensions; i++) {
      double u = values[mine + i] - others[theirs + i];
      a += u * u;
    }
    return a + b + (c + d);
  }
}
