package io.github.imagefeatures.job.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How many images each shard takes: as many as are computed in the time that an interruption may
 * cost, and no more than the user allows. How long an image takes is known from the shard before;
 * the first one is small, and a shard grows by a factor at most, because images at the beginning of
 * a listing may be quicker than the others.
 */
final class ShardSizes {
  /** How much work an interruption may cost. */
  static final Duration INTERVAL = Duration.ofSeconds(30);

  /** One to two seconds of work for photographs, and slices enough for all cores. */
  private static final int FIRST_PER_SLOT = 128;

  private static final int GROWTH = 8;

  private final int most;
  private final Duration interval;
  private final int fewest;
  private int size;

  /**
   * @param most images in a shard, 1 or more
   * @param interval that computing a shard should take
   * @param slots tasks that run at once, 1 or more
   */
  ShardSizes(int most, Duration interval, int slots) {
    this.most = most;
    this.interval = interval;
    this.fewest = (int) Math.min(most, (long) FIRST_PER_SLOT * slots);
    this.size = fewest;
  }

  /** Images of the next shard, 1 or more. */
  int next() {
    return size;
  }

  /**
   * Learns how long the latest shard took.
   *
   * @param images of it
   * @param seconds that computing and committing it took
   */
  void learn(int images, double seconds) {
    double fitting = images / Math.max(seconds, 1e-9) * interval.toMillis() / 1e3;
    size = (int) Math.max(fewest, Math.min(Math.min(most, (double) GROWTH * images), fitting));
  }

  /**
   * Sizes of the shards of a run that is still to come.
   *
   * @param images of it
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
