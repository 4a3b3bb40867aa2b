package io.github.imagefeatures.job.estimate;

import java.util.Locale;

/**
 * How fast images are featurized.
 *
 * @param imagesPerSecond what all machines featurize in a second, together
 * @param from where the figure is from, for people
 */
public record Pace(double imagesPerSecond, String from) {
  /** 7 ms of a core an image: docs/scaling.md. */
  private static final double PER_CORE = 1000.0 / 7;

  /** A vCPU is one of two threads of a core: docs/scaling.md. */
  private static final double PER_VCPU = 80;

  /**
   * Of this machine, when nothing better is known.
   *
   * @param cores that it was measured on
   * @return what they featurize
   */
  public static Pace ofCores(int cores) {
    return new Pace(
        PER_CORE * cores,
        String.format(Locale.ROOT, "7 ms of a core an image (docs/scaling.md) on %d cores", cores));
  }

  static Pace ofCluster(Cluster cluster) {
    return new Pace(
        PER_VCPU * cluster.vcpus(),
        String.format(
            Locale.ROOT,
            "80 a vCPU (docs/scaling.md), %d x %s",
            cluster.nodes(),
            cluster.nodeType()));
  }
}
