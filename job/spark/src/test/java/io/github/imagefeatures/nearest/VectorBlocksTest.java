package io.github.imagefeatures.nearest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.session.LocalSpark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Blocks of vectors on a real Spark. */
final class VectorBlocksTest {
  private static final int COUNT = 4500;
  private static final int WIDTH = 12;

  @Test
  void blocksThatTheMemoryDoesNotHoldAreThoseThatItHolds() {
    Random random = new Random(1);
    List<Tuple2<String, double[]>> rows = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < COUNT; i++) {
      rows.add(new Tuple2<>("image-" + i, random.doubles(WIDTH).toArray()));
      numbers.put("image-" + i, (i + 7) % COUNT);
    }
    rows.add(new Tuple2<>("not wanted", new double[WIDTH]));
    JavaPairRDD<String, double[]> vectors =
        JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext())
            .parallelizePairs(rows, 3);
    try (VectorBlocks sent = VectorBlocks.of(vectors, Distance.EUCLIDEAN, numbers, 0);
        VectorBlocks shared = VectorBlocks.of(vectors, Distance.EUCLIDEAN, numbers, 1L << 30)) {
      assertArrayEquals(shared.mean(), sent.mean());
      assertArrayEquals(shared.firstNumbers(WIDTH), sent.firstNumbers(WIDTH));
      assertEquals(3, sent.blocks().size());
      for (int i = 0; i < 3; i++) {
        VectorBlock block = sent.blocks().get(i).value();
        assertEquals(2048 * i, block.first());
        assertArrayEquals(shared.blocks().get(i).value().values(), block.values());
      }
      double[] first = sent.firstNumbers(WIDTH + 1);
      for (int i = 0; i < WIDTH; i++) {
        assertEquals(rows.get(0)._2()[i], first[7 * (WIDTH + 1) + i]);
      }
      assertEquals(0, first[8 * (WIDTH + 1) - 1]);
    }
  }
}
