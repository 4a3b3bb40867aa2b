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

  /**
   * With a network other than the default one.
   *
   * @param title what the network is called
   * @param seconds of a core for one image in that network
   * @return this pace as that network slows it down; what its figure leaves beside the network is
   *     little
   */
  public Pace with(String title, double seconds) {
    return new Pace(
        imagesPerSecond / PER_CORE / seconds,
        String.format(
            Locale.ROOT, "%.0f ms of a core an image in %s, measured here", seconds * 1e3, title));
  }

  /**
   * Of a cluster, when nothing better is known.
   *
   * @param cluster its nodes
   * @return what they featurize
   */
  public static Pace ofCluster(Cluster cluster) {
    return new Pace(
        PER_VCPU * cluster.vcpus(),
        String.format(
            Locale.ROOT,
            "80 a vCPU (docs/scaling.md), %d x %s",
            cluster.nodes(),
            cluster.nodeType()));
  }
}
