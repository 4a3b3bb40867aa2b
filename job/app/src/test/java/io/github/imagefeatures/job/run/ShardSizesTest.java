package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many images a shard takes, from what the shards before it took. */
final class ShardSizesTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  @Test
  void aShardTakesAsManyImagesAsThirtySecondsAllow() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 2);
    sizes.learn(2000, 20);
    assertEquals(3000, sizes.next());
    sizes.learn(3000, 60);
    assertEquals(1500, sizes.next());
  }

  @Test
  void noShardIsLargerThanAskedFor() {
    ShardSizes sizes = new ShardSizes(1000, INTERVAL, 16);
    assertEquals(1000, sizes.next());
    sizes.learn(1000, 1);
    assertEquals(1000, sizes.next());
    assertEquals(1, new ShardSizes(1, INTERVAL, 1000).next());
  }

  @Test
  void theFirstShardIsSmallAndAQuickOneMakesTheNextNoMoreThanEightTimesAsLarge() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 2);
    assertEquals(256, sizes.next());
    sizes.learn(256, 0);
    assertEquals(2048, sizes.next());
  }

  @Test
  void verySlowImagesStillKeepAllCoresBusy() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 4);
    sizes.learn(512, 10_000);
    assertEquals(512, sizes.next());
  }

  @Test
  void aWholeRunIsPlannedFromItsExpectedPace() {
    ShardSizes sizes = new ShardSizes(20_000, INTERVAL, 2);
    assertEquals(List.of(256, 2048, 6000, 6000, 5696), sizes.planned(20_000, 200));
    assertEquals(List.of(), new ShardSizes(20_000, INTERVAL, 2).planned(0, 200));
  }
}
