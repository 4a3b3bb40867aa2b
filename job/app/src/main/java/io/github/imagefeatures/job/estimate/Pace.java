package io.github.imagefeatures.job.estimate;

/**
 * How fast images are featurized.
 *
 * @param imagesPerSecond of all machines together
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
   * @param cores of it
   * @return what they featurize
   */
  public static Pace ofCores(int cores) {
    return new Pace(
        PER_CORE * cores, "7 ms of a core an image (docs/scaling.md) on %d cores".formatted(cores));
  }

  static Pace ofCluster(Cluster cluster) {
    return new Pace(
        PER_VCPU * cluster.vcpus(),
        "80 a vCPU (docs/scaling.md), %d x %s".formatted(cluster.nodes(), cluster.nodeType()));
  }
}
