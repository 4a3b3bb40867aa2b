package io.github.imagefeatures.job.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many images each shard takes: as many as are computed in the time that an interruption may
 * cost, and no more than the user allows. How long an image takes is known from the shard before.
 * The first shard takes what a slow machine computes in that time, by the images' sizes; a shard
 * grows by a factor at most, because images at the beginning of a listing may be quicker than the
 * others.
 */
final class ShardSizes {
  /** How much work an interruption may cost. */
  static final Duration INTERVAL = Duration.ofSeconds(30);

  /** Several calls of the network for each core. */
  private static final int FEWEST_PER_SLOT = 16;

  /** A core of a slow, busy laptop; an idle one of a server takes a tenth of it. */
  private static final double SLOW_SECONDS_PER_IMAGE = 0.06;

  /** What reading, decoding and resizing add there for each byte of a JPEG. */
  private static final double SLOW_SECONDS_PER_BYTE = 250e-9;

  private static final int GROWTH = 8;

  private final int most;
  private final Duration interval;
  private final int fewest;
  private int size;

  /**
   * @param most images in a shard, 1 or more
   * @param interval that computing a shard should take
   * @param slots tasks that run at once, 1 or more
   * @param meanBytes how many bytes an image has on average
   */
  ShardSizes(int most, Duration interval, int slots, double meanBytes) {
    this.most = most;
    this.interval = interval;
    this.fewest = (int) Math.min(most, (long) FEWEST_PER_SLOT * slots);
    double slowImages = slots * seconds(interval) / slowSeconds(meanBytes);
    this.size = (int) Math.max(fewest, Math.min(most, slowImages));
  }

  private static double slowSeconds(double bytes) {
    return SLOW_SECONDS_PER_IMAGE + bytes * SLOW_SECONDS_PER_BYTE;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }

  /** Images of the next shard, 1 or more. */
  int next() {
    return size;
  }

  /**
   * Learns how long the latest shard took.
   *
   * @param images the images of the shard
   * @param seconds that computing and committing it took
   */
  void learn(int images, double seconds) {
    double fitting = images / Math.max(seconds, 1e-9) * seconds(interval);
    size = (int) Math.max(fewest, Math.min(Math.min(most, (double) GROWTH * images), fitting));
  }

  /**
   * Sizes of the shards of a run that is still to come.
   *
   * @param images the images of the shard
   * @param imagesPerSecond that are expected
   */
  List<Integer> planned(long images, double imagesPerSecond) {
    List<Integer> sizes = new ArrayList<>();
    for (long left = images; left > 0; ) {
      int taken = (int) Math.min(left, next());
      sizes.add(taken);
      learn(taken, taken / imagesPerSecond);
      left -= taken;
    }
    return sizes;
  }
}
