package io.github.imagefeatures.nearest;

import io.github.imagefeatures.nearest.BlockPairs.Search;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorUtil;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * Candidates of all rows among the rows of one partition, by a graph of these in which a search
 * steps from row to nearer row and sees a small part of them: DiskANN's, as JVector builds it. Some
 * of the nearest are missed.
 *
 * @param blocks all blocks
 * @param mean of all rows
 * @param searches by their dimensions, ascending
 */
record PartitionGraph(List<SharedBlock> blocks, double[] mean, List<Search> searches)
    implements FlatMapFunction<Iterator<PartitionGraph.Partition>, Tuple2<Integer, Candidates>> {
  /** Edges of a row; JVector's documentation has examples with 16 to 32. */
  private static final int DEGREE = 32;

  /** Rows among which those edges are chosen. */
  private static final int BEAM = 100;

  private static final float OVERFLOW = 1.2f;

  /** How much longer than the nearest an edge may be that leads elsewhere. */
  private static final float ALPHA = 1.2f;

  /** Rows that a search keeps in sight, for each that is wanted. */
  private static final int IN_SIGHT = 4;

  /**
   * Blocks that follow one another, of one search.
   *
   * @param end number behind the last block
   */
  record Partition(int search, int first, int end) implements Serializable {}

  @Override
  public Iterator<Tuple2<Integer, Candidates>> call(Iterator<Partition> partitions) {
    Map<Integer, Candidates> found = new HashMap<>();
    partitions.forEachRemaining(partition -> search(partition, found));
    return found.entrySet().stream()
        .map(each -> new Tuple2<>(each.getKey(), each.getValue()))
        .iterator();
  }

  private void search(Partition partition, Map<Integer, Candidates> found) {
    int dimensions = searches.get(partition.search()).dimensions();
    List<VectorFloat<?>> rows = new ArrayList<>();
    for (int block = partition.first(); block < partition.end(); block++) {
      rows.addAll(vectors(blocks.get(block).value(), dimensions));
    }
    RandomAccessVectorValues values = new ListRandomAccessVectorValues(rows, dimensions);
    // A task has one core, and JVector would take all.
    ForkJoinPool core = new ForkJoinPool(1);
    try (GraphIndexBuilder builder =
        new GraphIndexBuilder(
            BuildScoreProvider.randomAccessScoreProvider(
                values, VectorSimilarityFunction.EUCLIDEAN),
            dimensions,
            DEGREE,
            BEAM,
            OVERFLOW,
            ALPHA,
            core,
            core)) {
      for (int row = 0; row < rows.size(); row++) {
        builder.addGraphNode(row, values);
      }
      builder.cleanup();
      try (GraphSearcher searcher = new GraphSearcher(builder.getGraph())) {
        search(partition, values, searcher, found);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      core.shutdown();
    }
  }

  private void search(
      Partition partition,
      RandomAccessVectorValues values,
      GraphSearcher searcher,
      Map<Integer, Candidates> found) {
    Search search = searches.get(partition.search());
    int first = partition.first() * VectorBlocks.ROWS;
    // One more than are wanted, as the row itself may be among them.
    int wanted = search.capacity() + 1;
    for (int number = 0; number < blocks.size(); number++) {
      VectorBlock block = blocks.get(number).value();
      Candidates candidates =
          found.computeIfAbsent(
              partition.search() * blocks.size() + number,
              key -> new Candidates(block.rows(), search.capacity()));
      List<VectorFloat<?>> rows = vectors(block, search.dimensions());
      for (int row = 0; row < rows.size(); row++) {
        SearchScoreProvider near =
            SearchScoreProvider.exact(rows.get(row), VectorSimilarityFunction.EUCLIDEAN, values);
        NodeScore[] nodes =
            searcher.search(near, wanted, IN_SIGHT * wanted, 0, 0, Bits.ALL).getNodes();
        for (NodeScore node : nodes) {
          float squared = VectorUtil.squareL2Distance(rows.get(row), values.getVector(node.node));
          if (first + node.node != block.first() + row) {
            candidates.addIfNear(row, first + node.node, squared);
          }
        }
      }
    }
  }

  private List<VectorFloat<?>> vectors(VectorBlock block, int dimensions) {
    VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
    double[] centred = block.centred(mean);
    List<VectorFloat<?>> vectors = new ArrayList<>(block.rows());
    for (int row = 0; row < block.rows(); row++) {
      float[] vector = new float[dimensions];
      for (int i = 0; i < dimensions; i++) {
        vector[i] = (float) centred[row * block.width() + i];
      }
      vectors.add(types.createFloatVector(vector));
    }
    return vectors;
  }
}
