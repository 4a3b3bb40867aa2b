package io.github.imagefeatures.umap;

import java.util.SplittableRandom;

/**
 * Uniform manifold approximation and projection: places in the plane where points that are near one
 * another lie together (McInnes, Healy and Melville, arXiv:1802.03426). The nearest neighbours are
 * known already, and the places begin at two coordinates that are given. The same input has the
 * same places, to the bit, on every machine: one thread draws from a seeded generator, and powers
 * are {@link StrictMath}'s.
 */
public final class Umap {
  /** The others of each point that make its neighbourhood: 15 with the point itself. */
  public static final int NEIGHBOURS = 14;

  /** How near points of one neighbourhood may lie, of a plane with a unit of 1. */
  public static final double MIN_DIST = 0.1;

  /** Of the generator of random numbers. */
  public static final long SEED = 42;

  /** Points that each point is pushed off, for one that it is drawn to. */
  public static final int NEGATIVE_SAMPLES = 5;

  /** Points up to which the places are still unsettled after fewer epochs. */
  private static final int FEW_POINTS = 2_000;

  /** The curve of section 3.2 that is nearest to min-dist 0.1 with a spread of 1, over 0 to 3. */
  private static final double A = 1.57694;

  private static final double B = 0.895061;

  /** Keeps the push finite between points at one place: section 3.2. */
  private static final double NEAR_ZERO = 1e-3;

  private static final float MOST_STEP = 4;
  private static final double EXTENT = 10;
  private static final double NOISE = 1e-4;

  /** With the upper 16 bits of a distance a table has 128 entries for every power of two. */
  private static final int DROPPED_BITS = 16;

  private static final float[] PULL = new float[1 << Short.SIZE - 1];
  private static final float[] PUSH = new float[PULL.length];

  static {
    int halfway = 1 << DROPPED_BITS - 1;
    for (int i = 0; i < PULL.length; i++) {
      double squared = Float.intBitsToFloat(i << DROPPED_BITS | halfway);
      if (Double.isFinite(squared)) {
        double power = StrictMath.pow(squared, B);
        PULL[i] = (float) (-2 * A * B * (power / squared) / (1 + A * power));
        PUSH[i] = (float) (2 * B / ((NEAR_ZERO + squared) * (1 + A * power)));
      }
    }
  }

  /**
   * How a map was made, as the manifest says it.
   *
   * @param method {@code umap}
   * @param points that were placed: different feature vectors
   * @param neighbours that make a point's neighbourhood, the point itself among them
   * @param minDist how near points of one neighbourhood may lie
   * @param epochs how often the edges were gone through
   * @param negativeSamples points that each is pushed off, for one that it is drawn to
   * @param seed of the generator of random numbers
   */
  public record Settings(
      String method,
      int points,
      int neighbours,
      double minDist,
      int epochs,
      int negativeSamples,
      long seed) {
    /**
     * Those of {@link Umap#places}.
     *
     * @param points how many were placed
     * @return the settings
     */
    public static Settings of(int points) {
      return new Settings(
          "umap", points, NEIGHBOURS + 1, MIN_DIST, epochsOf(points), NEGATIVE_SAMPLES, SEED);
    }
  }

  private final float[] places;
  private final SplittableRandom random = new SplittableRandom(SEED);

  private Umap(double[] initial) {
    places = new float[initial.length];
    double most = 0;
    for (double coordinate : initial) {
      most = Math.max(most, Math.abs(coordinate));
    }
    for (int i = 0; i < places.length; i++) {
      double scaled = most == 0 ? 0 : initial[i] / most * EXTENT;
      places[i] = (float) (scaled + random.nextDouble(-NOISE, NOISE));
    }
  }

  /** How often all edges are gone through: the two numbers of the authors' own program. */
  private static int epochsOf(int points) {
    return points > FEW_POINTS ? 200 : 500;
  }

  /**
   * Places points.
   *
   * @param nearest {@link #NEIGHBOURS} of each, the nearest first
   * @param initial two coordinates of each point, finite, about 0
   * @return two coordinates of each point, finite, in the same order
   */
  public static float[] places(NearestPoints nearest, double[] initial) {
    Umap made = new Umap(initial);
    made.optimise(FuzzyGraph.of(nearest));
    return made.places;
  }

  /**
   * Algorithm 5: stochastic gradient descent on the cross-entropy of the two graphs. An edge is
   * taken as often as its weight says, the heaviest in every epoch.
   */
  private void optimise(FuzzyGraph graph) {
    int epochs = epochsOf(places.length / 2);
    float heaviest = 0;
    for (float weight : graph.weights()) {
      heaviest = Math.max(heaviest, weight);
    }
    float[] every = new float[graph.weights().length];
    for (int edge = 0; edge < every.length; edge++) {
      every[edge] = heaviest / graph.weights()[edge];
    }
    float[] due = every.clone();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      float rate = 1 - (float) (epoch - 1) / epochs;
      for (int edge = 0; edge < due.length; edge++) {
        if (due[edge] <= epoch) {
          due[edge] += every[edge];
          take(graph.heads()[edge], graph.tails()[edge], rate);
          take(graph.tails()[edge], graph.heads()[edge], rate);
        }
      }
    }
  }

  private void take(int head, int tail, float rate) {
    float x = places[2 * head];
    float y = places[2 * head + 1];
    float across = x - places[2 * tail];
    float up = y - places[2 * tail + 1];
    float pull = PULL[Float.floatToRawIntBits(across * across + up * up) >>> DROPPED_BITS];
    float stepAcross = rate * bounded(pull * across);
    float stepUp = rate * bounded(pull * up);
    places[2 * tail] -= stepAcross;
    places[2 * tail + 1] -= stepUp;
    x += stepAcross;
    y += stepUp;
    // All pushes are of the same place: one after another, each would wait for the one before.
    float pushAcross = 0;
    float pushUp = 0;
    for (int i = 0; i < NEGATIVE_SAMPLES; i++) {
      int other = anyPoint();
      if (other != head) {
        across = x - places[2 * other];
        up = y - places[2 * other + 1];
        float push = PUSH[Float.floatToRawIntBits(across * across + up * up) >>> DROPPED_BITS];
        pushAcross += bounded(push * across);
        pushUp += bounded(push * up);
      }
    }
    places[2 * head] = x + rate * pushAcross;
    places[2 * head + 1] = y + rate * pushUp;
  }

  /** All points are as likely, but for less than one part in 10,000: there are few beside 2^32. */
  private int anyPoint() {
    return (int) ((random.nextInt() & 0xffffffffL) * (places.length / 2) >>> Integer.SIZE);
  }

  private static float bounded(float step) {
    return step > MOST_STEP ? MOST_STEP : step < -MOST_STEP ? -MOST_STEP : step;
  }
}
