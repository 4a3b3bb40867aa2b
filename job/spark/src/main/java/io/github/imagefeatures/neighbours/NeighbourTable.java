package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.neighbours.NearestImages.Neighbour;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The table of each image's nearest images: by cosine over the features, and by Euclid over the
 * components where there are any. In each pair of columns the paths and the distances belong
 * together, the nearest first; images equally near stand by their paths.
 */
public final class NeighbourTable {
  /**
   * Images up to which all distances are computed: within minutes on two cores. The time goes by
   * the square of the number.
   */
  public static final int MOST_IMAGES = 100_000;

  /** The columns of the neighbours over the features. */
  static final Columns BY_COSINE = new Columns("cosine_neighbours", "cosine_distances");

  /** The columns of the neighbours over the components. */
  static final Columns BY_EUCLID = new Columns("euclidean_neighbours", "euclidean_distances");

  private static final int ROWS_A_TASK = 10_000;

  /** Numbers of components that are often chosen. */
  private static final List<Integer> FEWER_COMPONENTS = List.of(2, 10, 50, 100, 200);

  private final Images images;
  private final List<NearestImages> found = new ArrayList<>();
  private final List<OfSpace> spaces = new ArrayList<>();
  private final Map<String, LabelVotes> votes;

  /** Names of two columns that belong together. */
  record Columns(String neighbours, String distances) {
    StructType addTo(StructType schema) {
      return schema
          .add(neighbours, DataTypes.createArrayType(DataTypes.StringType, false))
          .add(distances, DataTypes.createArrayType(DataTypes.DoubleType, false));
    }
  }

  private NeighbourTable(
      JavaRDD<FeatureVector> features, Optional<JavaRDD<ComponentsRow>> components, int most) {
    images = Images.of(features);
    try (VectorBlocks blocks = VectorBlocks.ofLengthOne(features, images)) {
      SortedMap<Integer, Integer> all = new TreeMap<>(Map.of(blocks.width(), most));
      NearestImages nearest = NearestImages.find(blocks, images, all).get(blocks.width());
      found.add(nearest);
      votes = LabelVotes.count(nearest);
      // All but the number that keeps zeros apart.
      spaces.add(EmbeddingAccuracy.space("features", blocks.width() - 1, votes));
    }
    components.ifPresent(table -> searchComponents(table, most));
  }

  private void searchComponents(JavaRDD<ComponentsRow> components, int most) {
    try (VectorBlocks blocks = VectorBlocks.ofComponents(components, images)) {
      SortedMap<Integer, Integer> wanted = new TreeMap<>(Map.of(blocks.width(), most));
      if (votes.size() > 1) {
        FEWER_COMPONENTS.stream()
            .filter(fewer -> fewer < blocks.width())
            .forEach(fewer -> wanted.put(fewer, 1));
      }
      SortedMap<Integer, NearestImages> nearest = NearestImages.find(blocks, images, wanted);
      found.add(nearest.get(blocks.width()));
      nearest.forEach(
          (count, each) ->
              spaces.add(EmbeddingAccuracy.space("components", count, LabelVotes.count(each))));
    }
  }

  /**
   * Finds the neighbours of all images, exactly.
   *
   * @param features the features of all images
   * @param components their components; empty when there are none
   * @param most neighbours of an image, 1 or more; of fewer images each has all others
   * @return what can be written, and what the neighbours tell of labels
   */
  public static NeighbourTable find(
      JavaRDD<FeatureVector> features, Optional<JavaRDD<ComponentsRow>> components, int most) {
    return new NeighbourTable(features, components, most);
  }

  /** {@return the nearest images by cosine over the features} */
  public NearestImages byFeatures() {
    return found.get(0);
  }

  /** {@return what the neighbours tell of labels; empty when there are not two to tell apart} */
  public Optional<EmbeddingAccuracy> accuracy() {
    return EmbeddingAccuracy.of(votes, spaces);
  }

  /**
   * Writes the table, in place of one that is there.
   *
   * @param spark writes it
   * @param folder gets its Parquet files
   */
  public void write(SparkSession spark, String folder) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<List<NearestImages>> all = context.broadcast(found);
    int count = images.count();
    List<Integer> starts =
        IntStream.iterate(0, start -> start < count, start -> start + ROWS_A_TASK).boxed().toList();
    JavaRDD<Row> rows =
        context
            .parallelize(starts, Math.max(1, starts.size()))
            .flatMap(start -> rows(all.value(), start, Math.min(count, start + ROWS_A_TASK)));
    spark.createDataFrame(rows, schema()).write().mode(SaveMode.Overwrite).parquet(folder);
    all.destroy();
  }

  private StructType schema() {
    StructType schema =
        BY_COSINE.addTo(
            new StructType().add("path", DataTypes.StringType).add("label", DataTypes.StringType));
    return found.size() > 1 ? BY_EUCLID.addTo(schema) : schema;
  }

  private static Iterator<Row> rows(List<NearestImages> found, int from, int to) {
    return IntStream.range(from, to).mapToObj(image -> row(found, image)).iterator();
  }

  private static Row row(List<NearestImages> found, int image) {
    Images images = found.get(0).images();
    List<Object> values = new ArrayList<>(List.of(images.path(image), images.label(image)));
    for (NearestImages each : found) {
      List<Neighbour> neighbours = each.of(image);
      values.add(neighbours.stream().map(one -> images.path(one.image())).toArray(String[]::new));
      values.add(neighbours.stream().map(Neighbour::distance).toArray(Double[]::new));
    }
    return RowFactory.create(values.toArray());
  }
}
