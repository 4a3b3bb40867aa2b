package io.github.imagefeatures.reduce;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.ReductionException;
import io.github.imagefeatures.table.FeatureVector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One pass over the features: a partition's moments block by block, then the partitions' moments
 * merged as a tree. The order of merging is that of the partitions and not of their finishing, so
 * that the same files give the same numbers.
 */
final class MomentsPass {
  private static final Logger LOG = LoggerFactory.getLogger(MomentsPass.class);

  private static final int BLOCK_ROWS = 2048;
  private static final int BRANCHES = 8;

  private MomentsPass() {}

  /**
   * @param vectors one or more rows
   * @param dimension numbers in each
   */
  static Moments over(JavaRDD<FeatureVector> vectors, int dimension) {
    JavaPairRDD<Integer, Moments> byPartition =
        vectors
            .mapPartitionsWithIndex((index, rows) -> ofPartition(index, rows, dimension), false)
            .mapToPair(pair -> pair);
    while (byPartition.getNumPartitions() > BRANCHES) {
      byPartition = level(byPartition);
    }
    return merged(byPartition.collect());
  }

  private static Iterator<Tuple2<Integer, Moments>> ofPartition(
      int index, Iterator<FeatureVector> rows, int dimension) {
    float[] block = new float[BLOCK_ROWS * dimension];
    Moments moments = null;
    long started = System.nanoTime();
    while (rows.hasNext()) {
      int count = fill(block, rows, dimension);
      Moments next = LinearAlgebra.moments(block, count, dimension);
      moments = moments == null ? next : moments.plus(next);
    }
    LOG.info(
        "Task {}: moments of {} images in {} s",
        TaskContext.get().taskAttemptId(),
        moments == null ? 0 : moments.count(),
        (System.nanoTime() - started) / 1e9);
    return moments == null
        ? List.<Tuple2<Integer, Moments>>of().iterator()
        : List.of(new Tuple2<>(index, moments)).iterator();
  }

  private static int fill(float[] block, Iterator<FeatureVector> rows, int dimension) {
    int count = 0;
    while (count < BLOCK_ROWS && rows.hasNext()) {
      System.arraycopy(rows.next().getFeatures(), 0, block, count * dimension, dimension);
      count++;
    }
    return count;
  }

  private static JavaPairRDD<Integer, Moments> level(JavaPairRDD<Integer, Moments> moments) {
    int groups = (moments.getNumPartitions() + BRANCHES - 1) / BRANCHES;
    JavaRDD<Tuple2<Integer, Moments>> merged =
        moments
            .mapToPair(pair -> new Tuple2<>(pair._1() / BRANCHES, pair))
            .groupByKey(groups)
            .map(group -> new Tuple2<>(group._1(), merged(listOf(group._2()))));
    return merged.mapToPair(pair -> pair);
  }

  private static <T> List<T> listOf(Iterable<T> items) {
    List<T> list = new ArrayList<>();
    items.forEach(list::add);
    return list;
  }

  private static Moments merged(List<Tuple2<Integer, Moments>> parts) {
    return parts.stream()
        .sorted(Comparator.comparing(Tuple2::_1))
        .map(Tuple2::_2)
        .reduce(Moments::plus)
        .orElseThrow(
            () ->
                new ReductionException(
                    FailureId.TOO_FEW_IMAGES,
                    "There are no features to reduce: give a folder with at least two different images."));
  }
}
