package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.nearest.VectorBlocks;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import io.github.imagefeatures.neighbours.NearestImages.Neighbour;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.SparkInternals;
import io.github.imagefeatures.table.VectorTable;
import io.github.imagefeatures.umap.Umap;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The table of each image's nearest images: by cosine over the features, and by Euclid over the
 * components where there are any. In each pair of columns the paths and the distances belong
 * together, the nearest first; images equally near stand by their paths. Where there are components
 * and images enough, each image also has its place on a map of the neighbours by components.
 */
public final class NeighbourTable {
  /**
   * Different images up to which all distances are computed: within minutes on two cores. The time
   * goes by the square of the number. Above it an index finds most of the nearest.
   */
  public static final int MOST_EXACT = 100_000;

  /**
   * Images up to which there is a table: the driver holds all neighbours, executors all vectors.
   */
  public static final int MOST_IMAGES = 250_000;

  /** The columns of the neighbours over the features. */
  public static final Columns BY_COSINE = new Columns("cosine_neighbours", "cosine_distances");

  /** The columns of the neighbours over the components. */
  public static final Columns BY_EUCLID =
      new Columns("euclidean_neighbours", "euclidean_distances");

  /** The column of the places on the map, across. */
  public static final String MAP_X = "map_x";

  /** The column of the places on the map, upwards. */
  public static final String MAP_Y = "map_y";

  /** All columns that a table may have. */
  public static final StructType SCHEMA =
      BY_EUCLID
          .addTo(
              BY_COSINE.addTo(
                  new StructType()
                      .add("path", DataTypes.StringType)
                      .add("label", DataTypes.StringType)))
          .add(MAP_X, DataTypes.DoubleType)
          .add(MAP_Y, DataTypes.DoubleType);

  private static final int ROWS_A_TASK = 10_000;

  /** Numbers of components that are often chosen. */
  private static final List<Integer> FEWER_COMPONENTS = List.of(2, 10, 50, 100, 200);

  private final Images images;
  private final Images labelled;
  private final long mostExact;
  private final List<NearestImages> found = new ArrayList<>();
  private final List<OfSpace> spaces = new ArrayList<>();
  private final Map<String, LabelVotes> votes;
  private final NeighbourMap map;
  private final boolean isJudged;

  /**
   * Names of two columns that belong together.
   *
   * @param neighbours of the paths, arrays of strings
   * @param distances of how far they are, arrays of doubles
   */
  public record Columns(String neighbours, String distances) {
    StructType addTo(StructType schema) {
      return schema
          .add(neighbours, DataTypes.createArrayType(DataTypes.StringType, false))
          .add(distances, DataTypes.createArrayType(DataTypes.DoubleType, false));
    }
  }

  private NeighbourTable(
      JavaRDD<FeatureVector> features,
      Optional<JavaRDD<ComponentsRow>> components,
      int most,
      long mostExact) {
    this.mostExact = mostExact;
    // Two passes or three, and to read them takes longer than to keep them, where there is room.
    JavaRDD<FeatureVector> kept = features.map(row -> row).persist(StorageLevel.MEMORY_ONLY());
    try {
      images = Images.of(kept);
      labelled =
          images.areLabelled() ? images : Images.of(kept.filter(row -> !row.getLabel().isEmpty()));
      isJudged = LabelVotes.judgeable(labelled).size() > 1;
      CompletableFuture<Drawn> drawing =
          components
              .map(table -> searchComponents(table, most))
              .orElse(CompletableFuture.completedFuture(new Drawn(NeighbourMap.NONE, List.of())));
      votes = searchFeatures(kept, most);
      map = drawing.join().map();
      spaces.addAll(drawing.join().judged());
      map.judged().ifPresent(spaces::add);
    } finally {
      kept.unpersist();
    }
  }

  private Map<String, LabelVotes> searchFeatures(JavaRDD<FeatureVector> features, int most) {
    try (VectorBlocks blocks = VectorBlocks.ofLengthOne(features, images.rowsByPath())) {
      found.add(0, nearestOf(blocks, images, most, Math.max(most, LabelVotes.VOTERS)));
      Map<String, LabelVotes> counts =
          LabelVotes.count(labelled == images ? byFeatures() : amongLabelled(features));
      // All but the number that keeps zeros apart.
      spaces.add(EmbeddingAccuracy.space("features", blocks.width() - 1, counts));
      return counts;
    }
  }

  private NearestImages nearestOf(VectorBlocks blocks, Images among, int most, int rows) {
    SortedMap<Integer, Integer> all = new TreeMap<>(Map.of(blocks.width(), rows));
    return NearestImages.find(blocks, among, mostExact, most, all).get(blocks.width());
  }

  private NearestImages amongLabelled(JavaRDD<FeatureVector> features) {
    try (VectorBlocks blocks = VectorBlocks.ofLengthOne(features, labelled.rowsByPath())) {
      return nearestOf(blocks, labelled, 1, LabelVotes.VOTERS);
    }
  }

  /**
   * What the nearest by components tell.
   *
   * @param map of them
   * @param judged each number of components by which the labels were judged
   */
  private record Drawn(NeighbourMap map, List<OfSpace> judged) {}

  /** Finds the nearest by components. A thread draws the map while others search the features. */
  private CompletableFuture<Drawn> searchComponents(JavaRDD<ComponentsRow> components, int most) {
    try (VectorBlocks blocks = VectorBlocks.ofComponents(components, images.rowsByPath())) {
      SortedMap<Integer, Integer> wanted =
          labelled == images ? judgedSpaces(blocks.width()) : new TreeMap<>();
      wanted.put(blocks.width(), Math.max(most, Umap.NEIGHBOURS));
      SortedMap<Integer, NearestImages> nearest =
          NearestImages.find(blocks, images, mostExact, most, wanted);
      NearestImages byAll = nearest.get(blocks.width());
      found.add(byAll);
      SortedMap<Integer, NearestImages> judged =
          labelled == images ? nearest : componentsAmongLabelled(components);
      double[] initial = blocks.leadingTwo();
      return CompletableFuture.supplyAsync(() -> new Drawn(draw(byAll, initial), judge(judged)));
    }
  }

  private NeighbourMap draw(NearestImages byComponents, double[] initial) {
    return images.rows() > Umap.NEIGHBOURS
        ? NeighbourMap.of(
            byComponents, initial, isJudged ? Optional.of(labelled) : Optional.empty())
        : NeighbourMap.NONE;
  }

  /** Components by which the labels are judged, and the voters of each image. */
  private SortedMap<Integer, Integer> judgedSpaces(int all) {
    SortedMap<Integer, Integer> spaces = new TreeMap<>(Map.of(all, LabelVotes.VOTERS));
    // An index of each would cost as much as that of all.
    if (isJudged && isExact()) {
      FEWER_COMPONENTS.stream()
          .filter(fewer -> fewer < all)
          .forEach(fewer -> spaces.put(fewer, LabelVotes.VOTERS));
    }
    return spaces;
  }

  private SortedMap<Integer, NearestImages> componentsAmongLabelled(
      JavaRDD<ComponentsRow> components) {
    if (!isJudged) {
      return new TreeMap<>();
    }
    try (VectorBlocks blocks = VectorBlocks.ofComponents(components, labelled.rowsByPath())) {
      return NearestImages.find(blocks, labelled, mostExact, 1, judgedSpaces(blocks.width()));
    }
  }

  private static List<OfSpace> judge(SortedMap<Integer, NearestImages> nearest) {
    return nearest.entrySet().stream()
        .map(
            each ->
                EmbeddingAccuracy.space(
                    "components", each.getKey(), LabelVotes.count(each.getValue())))
        .toList();
  }

  /**
   * Finds the neighbours of all images, exactly of up to {@link #MOST_EXACT} different ones.
   *
   * @param features the features of all images
   * @param components their components; empty when there are none
   * @param most neighbours of an image, 1 or more; of fewer images each has all others
   * @return what can be written, and what the neighbours tell of labels
   */
  public static NeighbourTable find(
      JavaRDD<FeatureVector> features, Optional<JavaRDD<ComponentsRow>> components, int most) {
    return find(features, components, most, MOST_EXACT);
  }

  /**
   * Finds the neighbours of all images.
   *
   * @param features the features of all images
   * @param components their components; empty when there are none
   * @param most neighbours of an image, 1 or more; of fewer images each has all others
   * @param mostExact different images up to which they are exact
   * @return what can be written, and what the neighbours tell of labels
   */
  public static NeighbourTable find(
      JavaRDD<FeatureVector> features,
      Optional<JavaRDD<ComponentsRow>> components,
      int most,
      long mostExact) {
    return new NeighbourTable(features, components, most, mostExact);
  }

  /** {@return whether the neighbours are the nearest for certain} */
  public boolean isExact() {
    return images.rows() <= mostExact;
  }

  /** {@return what an index has found of the nearest; empty when they are exact} */
  public Optional<Recall> recall() {
    return isExact()
        ? Optional.empty()
        : Optional.of(
            new Recall(
                byFeatures().sampled(),
                byFeatures().recall(),
                found.size() > 1 ? found.get(1).recall() : null));
  }

  /** {@return the nearest images by cosine over the features} */
  public NearestImages byFeatures() {
    return found.get(0);
  }

  /** {@return how the map was made; empty when there is none} */
  public Optional<Umap.Settings> map() {
    return map.isThere() ? Optional.of(Umap.Settings.of(images.rows())) : Optional.empty();
  }

  /** {@return where each image lies on the map, two numbers, by its path; none without a map} */
  public Map<String, float[]> places() {
    return map.byPath(images);
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
    List<Part> parts =
        IntStream.iterate(0, start -> start < count, start -> start + ROWS_A_TASK)
            .mapToObj(start -> part(start, Math.min(count, start + ROWS_A_TASK)))
            .toList();
    JavaRDD<Object[]> rows =
        context
            .parallelize(parts, Math.max(1, parts.size()))
            .flatMap(part -> rows(all.value(), part));
    SparkInternals.table(spark, rows, schema()).write().mode(SaveMode.Overwrite).parquet(folder);
    all.destroy();
  }

  /**
   * Reads the map of a table that has one.
   *
   * @param spark reads
   * @param folder of the table
   * @return where each image lies, two numbers, by its path
   */
  public static Map<String, float[]> places(SparkSession spark, String folder) {
    Map<String, float[]> places = new HashMap<>();
    VectorTable.reader(spark)
        .schema(SCHEMA)
        .parquet(folder)
        .select("path", MAP_X, MAP_Y)
        .collectAsList()
        .forEach(
            row ->
                places.put(
                    row.getString(0),
                    new float[] {(float) row.getDouble(1), (float) row.getDouble(2)}));
    return places;
  }

  /**
   * The nearest images of an image, the nearest first.
   *
   * @param paths of them
   * @param distances of the same images, the cosine distance
   */
  public record NearestPaths(List<String> paths, double[] distances) {
    /** Those of an image that a table does not have. */
    public static final NearestPaths UNKNOWN = new NearestPaths(List.of(), new double[0]);
  }

  /**
   * Reads the nearest of some images by cosine over the features.
   *
   * @param spark reads
   * @param folder of the table
   * @param paths of the images
   * @param most of each at most
   * @return by the image's path
   */
  public static Map<String, NearestPaths> nearest(
      SparkSession spark, String folder, Set<String> paths, int most) {
    Dataset<Row> wanted = spark.createDataset(List.copyOf(paths), Encoders.STRING()).toDF("path");
    Map<String, NearestPaths> nearest = new HashMap<>();
    VectorTable.reader(spark)
        .schema(SCHEMA)
        .parquet(folder)
        .join(functions.broadcast(wanted), "path")
        .select(
            functions.col("path"),
            functions.slice(functions.col(BY_COSINE.neighbours()), 1, most),
            functions.slice(functions.col(BY_COSINE.distances()), 1, most))
        .collectAsList()
        .forEach(
            row ->
                nearest.put(
                    row.getString(0),
                    new NearestPaths(
                        row.getList(1),
                        row.<Double>getList(2).stream().mapToDouble(each -> each).toArray())));
    return nearest;
  }

  /**
   * Images that follow one another.
   *
   * @param places on the map, one of each image; empty when there is no map
   */
  private record Part(int from, int to, float[][] places) implements Serializable {}

  private Part part(int from, int to) {
    return new Part(
        from,
        to,
        map.isThere()
            ? IntStream.range(from, to)
                .mapToObj(image -> map.place(images.row(image)))
                .toArray(float[][]::new)
            : new float[0][]);
  }

  private StructType schema() {
    int columns = SCHEMA.fieldIndex(found.size() > 1 ? MAP_X : BY_EUCLID.neighbours());
    return map.isThere() ? SCHEMA : new StructType(Arrays.copyOf(SCHEMA.fields(), columns));
  }

  private static Iterator<Object[]> rows(List<NearestImages> found, Part part) {
    return IntStream.range(part.from(), part.to())
        .mapToObj(image -> row(found, part, image))
        .iterator();
  }

  private static Object[] row(List<NearestImages> found, Part part, int image) {
    Images images = found.get(0).images();
    List<Object> values = new ArrayList<>(List.of(images.path(image), images.label(image)));
    for (NearestImages each : found) {
      List<Neighbour> neighbours = each.of(image);
      values.add(neighbours.stream().map(one -> images.path(one.image())).toArray(String[]::new));
      values.add(neighbours.stream().mapToDouble(Neighbour::distance).toArray());
    }
    if (part.places().length > 0) {
      values.add((double) part.places()[image - part.from()][0]);
      values.add((double) part.places()[image - part.from()][1]);
    }
    return values.toArray();
  }
}
