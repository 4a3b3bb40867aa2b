package io.github.imagefeatures.job.estimate;

import java.util.Map;
import java.util.TreeMap;

/**
 * About how long a run takes and what it costs.
 *
 * @param seconds from the request of the machines to the end
 * @param pace the pace of featurizing, with where it is from
 * @param dollars by what is paid for; empty for this machine
 */
public record Estimate(double seconds, Pace pace, Map<String, Double> dollars) {
  /**
   * Seconds for start, fit, projection and page: the 12 s of docs/performance.md without
   * featurizing.
   */
  private static final double FIXED_SECONDS = 8;

  /** Seconds of one core for an image's second and third pass; see docs/scaling.md. */
  private static final double PASSES = 0.0005;

  /** Seconds until a cluster has started; see docs/running-on-aws.md. */
  private static final double CLUSTER_SECONDS = 600;

  private static final int DISK_GB = 64;
  private static final double HOURS_A_MONTH = 730;

  /**
   * For a run on this machine.
   *
   * @param images to be featurized
   * @param pace the pace of an earlier run or of the machine
   * @param cores the cores of the machine
   * @return the time; nothing to pay
   */
  public static Estimate here(long images, Pace pace, int cores) {
    return new Estimate(
        FIXED_SECONDS + images / pace.imagesPerSecond() + images * PASSES / cores, pace, Map.of());
  }

  /**
   * For a run on a cluster that is started for it.
   *
   * @param cluster its nodes
   * @param images to be featurized
   * @param pace of the cluster
   * @param requests that open files in S3; 0 when the images lie elsewhere
   * @return time and dollars
   */
  public static Estimate on(Cluster cluster, long images, Pace pace, long requests) {
    Estimate work = here(images, pace, cluster.vcpus());
    double seconds = CLUSTER_SECONDS + work.seconds();
    return new Estimate(seconds, pace, dollars(cluster, seconds / 3600, requests));
  }

  /** {@return the sum of all parts} */
  public double dollarsTogether() {
    return dollars.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Map<String, Double> dollars(Cluster cluster, double hours, long requests) {
    Prices prices = new Prices();
    double nodeHours = (cluster.nodes() + 1) * hours;
    double nodes = nodeHours * prices.of(cluster.nodeType()).dollars();
    Map<String, Double> dollars = new TreeMap<>();
    dollars.put("nodes", nodes);
    dollars.put("emr", nodes * prices.of("emr").dollars());
    dollars.put("disks", nodeHours * DISK_GB * prices.of("gp3").dollars() / HOURS_A_MONTH);
    dollars.put("s3_requests", requests / 1000.0 * prices.of("s3-get").dollars());
    return dollars;
  }
}
