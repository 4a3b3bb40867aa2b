package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many images a shard takes, from what the shards before it took. */
final class ShardSizesTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** Of images of 100 x 100 pixels. */
  private static final double SMALL = 5_000;

  @Test
  void aShardTakesAsManyImagesAsThirtySecondsAllow() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 2, SMALL);
    sizes.learn(2000, 20);
    assertEquals(3000, sizes.next());
    sizes.learn(3000, 60);
    assertEquals(1500, sizes.next());
  }

  @Test
  void noShardIsLargerThanAskedFor() {
    ShardSizes sizes = new ShardSizes(1000, INTERVAL, 16, SMALL);
    assertEquals(1000, sizes.next());
    sizes.learn(1000, 1);
    assertEquals(1000, sizes.next());
    assertEquals(1, new ShardSizes(1, INTERVAL, 1000, SMALL).next());
  }

  @Test
  void theFirstShardIsSmallAndAQuickOneMakesTheNextNoMoreThanEightTimesAsLarge() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 2, SMALL);
    assertEquals(979, sizes.next());
    sizes.learn(979, 0);
    assertEquals(7832, sizes.next());
  }

  @Test
  void theFirstShardHasFewerImagesWhereTheyAreLarge() {
    assertEquals(56, new ShardSizes(20_000, INTERVAL, 2, 4e6).next());
    assertEquals(32, new ShardSizes(20_000, INTERVAL, 2, 100e6).next());
  }

  @Test
  void verySlowImagesStillKeepAllCoresBusy() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 4, SMALL);
    sizes.learn(512, 10_000);
    assertEquals(64, sizes.next());
  }

  @Test
  void aWholeRunIsPlannedFromItsExpectedPace() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 2, SMALL);
    assertEquals(List.of(979, 6000, 6000, 6000, 1021), sizes.planned(20_000, 200));
    assertEquals(List.of(), new ShardSizes(20_000, INTERVAL, 2, SMALL).planned(0, 200));
  }
}
