package io.github.imagefeatures.neighbours;

/** How far two vectors lie apart. */
enum Distance {
  /** 1 less the cosine of the angle between them, 0 to 2; of vectors of length 1. */
  COSINE {
    @Override
    double of(double squared) {
      return squared / 2;
    }
  },
  /** Euclid's, 0 or more. */
  EUCLIDEAN {
    @Override
    double of(double squared) {
      return Math.sqrt(squared);
    }
  };

  /** The distance of two vectors, by the square of Euclid's. */
  abstract double of(double squared);
}
