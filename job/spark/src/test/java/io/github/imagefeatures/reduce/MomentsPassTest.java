package io.github.imagefeatures.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.table.FeatureVector;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The one pass over the features on a real Spark, however they are cut up. */
final class MomentsPassTest {
  private static final int DIMENSION = 4;
  private static final float[][] NONE = {};

  /** More than 8 * 8 partitions need two levels of the tree. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 17, 64, 65, 70})
  void theNumberOfPartitionsDoesNotMatter(int partitions) {
    float[][] rows = Rows.correlated(1, 150, DIMENSION);
    assertClose(Rows.moments(rows), over(Rows.inPartitions(rows, partitions)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097})
  void aPartitionMayEndAnywhereInABlock(int count) {
    float[][] rows = Rows.correlated(2, count, DIMENSION);
    assertClose(Rows.moments(rows), over(Rows.inPartitions(rows, 1)));
  }

  @Test
  void twoPassesOverTheSamePartitionsGiveTheSameBits() {
    float[][] rows = Rows.correlated(3, 500, DIMENSION);
    JavaRDD<FeatureVector> vectors = Rows.inPartitions(rows, 20);
    Moments first = over(vectors);
    for (int run = 0; run < 3; run++) {
      Moments again = over(vectors);
      assertArrayEquals(first.mean(), again.mean());
      assertArrayEquals(first.crossProducts(), again.crossProducts());
    }
  }

  @Test
  void emptyPartitionsCountForNothing() {
    float[][] rows = Rows.correlated(4, 40, DIMENSION);
    float[][][] sparse = new float[19][][];
    Arrays.fill(sparse, NONE);
    sparse[9] = rows;
    Moments among = over(Rows.partitioned(sparse));
    Moments alone = over(Rows.partitioned(rows));
    assertEquals(40, among.count());
    assertArrayEquals(alone.mean(), among.mean());
    assertArrayEquals(alone.crossProducts(), among.crossProducts());
  }

  @Test
  void noRowsAtAllAreRefused() {
    for (float[][][] empty : new float[][][][] {{NONE}, {NONE, NONE, NONE}}) {
      ReductionException e =
          assertThrows(ReductionException.class, () -> over(Rows.partitioned(empty)));
      assertEquals(
          "There are no features to reduce: give a folder with at least two different images.",
          e.getMessage());
    }
  }

  private static Moments over(JavaRDD<FeatureVector> vectors) {
    return MomentsPass.over(vectors, DIMENSION);
  }

  private static void assertClose(Moments expected, Moments actual) {
    assertEquals(expected.count(), actual.count());
    assertArrayEquals(expected.mean(), actual.mean(), 1e-12);
    for (int i = 0; i < DIMENSION; i++) {
      for (int j = 0; j < DIMENSION; j++) {
        double size =
            Math.sqrt(
                expected.crossProducts()[i * DIMENSION + i]
                    * expected.crossProducts()[j * DIMENSION + j]);
        assertEquals(
            expected.crossProducts()[i * DIMENSION + j],
            actual.crossProducts()[i * DIMENSION + j],
            1e-12 * size);
      }
    }
  }
}
