package io.github.imagefeatures.neighbours.check;

import io.github.imagefeatures.neighbours.NeighbourTable;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.VectorTable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import scala.Tuple2;

/** Measures a sample of a written table's rows again, against every image, without products. */
public final class NeighbourCheck {
  /** Rows that are measured again. */
  private static final int SAMPLE = 64;

  private static final long SEED = 20_261_129;

  /** The same distance by another formula. */
  private static final double TOLERANCE = 1e-9;

  private final Dataset<Row> table;
  private final int most;
  private final boolean exact;

  /**
   * What the table says of an image.
   *
   * @param path of the image
   * @param neighbours paths, the nearest first
   * @param distances theirs
   * @param most neighbours that were asked for
   * @param exact whether they are the nearest for certain
   */
  private record Claim(
      String path, List<String> neighbours, List<Double> distances, int most, boolean exact)
      implements Serializable {}

  /** How far two vectors lie apart, by the definition: the search has formulas of its own. */
  private interface Metric extends Serializable {
    double of(double[] a, double[] b);
  }

  /** A claim about a vector. */
  private record Asked(Claim claim, double[] vector) implements Serializable {}

  /**
   * @param spark reads
   * @param folder of the table
   * @param most neighbours of an image that were asked for
   * @param exact whether they are the nearest for certain; otherwise only their distances are
   *     checked
   */
  public NeighbourCheck(SparkSession spark, String folder, int most, boolean exact) {
    this.table = VectorTable.reader(spark).schema(NeighbourTable.SCHEMA).parquet(folder);
    this.most = most;
    this.exact = exact;
  }

  /** {@return the table, to be counted} */
  public Dataset<Row> table() {
    return table;
  }

  /** {@return how many images have a place on the map, which is a finite one} */
  public long places() {
    return table.where(isFinite(NeighbourTable.MAP_X).and(isFinite(NeighbourTable.MAP_Y))).count();
  }

  private static Column isFinite(String column) {
    // Also NaN, which Spark takes for the largest number, and null are not below infinity.
    return functions.abs(functions.col(column)).lt(Double.POSITIVE_INFINITY);
  }

  /**
   * Counts rows of the sample that name other neighbours by cosine than the nearest, or other
   * distances.
   *
   * @param features all of the run
   * @return 0 when all is right
   */
  public long wrongByCosine(JavaRDD<FeatureVector> features) {
    return wrong(
        features.mapToPair(row -> new Tuple2<>(row.getPath(), doubles(row.getFeatures()))),
        NeighbourTable.BY_COSINE,
        NeighbourCheck::cosineDistance);
  }

  /**
   * Counts rows of the sample that name other neighbours by Euclid than the nearest, or other
   * distances.
   *
   * @param components all of the run
   * @return 0 when all is right
   */
  public long wrongByEuclid(JavaRDD<ComponentsRow> components) {
    return wrong(
        components.mapToPair(row -> new Tuple2<>(row.getPath(), row.getComponents())),
        NeighbourTable.BY_EUCLID,
        NeighbourCheck::euclideanDistance);
  }

  private long wrong(
      JavaPairRDD<String, double[]> vectors, NeighbourTable.Columns columns, Metric metric) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(vectors.context());
    Map<String, Claim> claims = sample(columns);
    Broadcast<List<Asked>> asked = spark.broadcast(asked(vectors, claims));
    long right =
        vectors
            .mapPartitions(rows -> measure(asked.value(), rows, metric).iterator())
            .mapToPair(each -> new Tuple2<>(each.claim().path(), each))
            .reduceByKey(Measured::plus)
            .values()
            .filter(Measured::isAsClaimed)
            .count();
    asked.destroy();
    return claims.size() - right;
  }

  private Map<String, Claim> sample(NeighbourTable.Columns columns) {
    Map<String, Claim> claims = new HashMap<>();
    double share = Math.min(1, (double) SAMPLE / Math.max(1, table.count()));
    Dataset<Row> rows =
        table.sample(false, share, SEED).select("path", columns.neighbours(), columns.distances());
    for (Row row : rows.collectAsList()) {
      claims.put(
          row.getString(0),
          new Claim(
              row.getString(0),
              List.copyOf(row.getList(1)),
              List.copyOf(row.getList(2)),
              most,
              exact));
    }
    return claims;
  }

  private static List<Asked> asked(
      JavaPairRDD<String, double[]> vectors, Map<String, Claim> claims) {
    return new ArrayList<>(
        vectors
            .filter(vector -> claims.containsKey(vector._1()))
            .map(vector -> new Asked(claims.get(vector._1()), vector._2()))
            .collect());
  }

  private static List<Measured> measure(
      List<Asked> asked, Iterator<Tuple2<String, double[]>> vectors, Metric metric) {
    List<Measured> measured = asked.stream().map(each -> new Measured(each.claim())).toList();
    while (vectors.hasNext()) {
      Tuple2<String, double[]> vector = vectors.next();
      for (int i = 0; i < asked.size(); i++) {
        measured.get(i).add(vector._1(), metric.of(asked.get(i).vector(), vector._2()));
      }
    }
    return measured;
  }

  private static double[] doubles(float[] features) {
    return IntStream.range(0, features.length).mapToDouble(i -> features[i]).toArray();
  }

  private static double cosineDistance(double[] a, double[] b) {
    double product = product(a, b);
    double squares = product(a, a) * product(b, b);
    if (squares == 0) {
      return Arrays.equals(a, b) ? 0 : 1;
    }
    return 1 - product / Math.sqrt(squares);
  }

  private static double product(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double euclideanDistance(double[] a, double[] b) {
    return Math.sqrt(
        IntStream.range(0, a.length).mapToDouble(i -> (a[i] - b[i]) * (a[i] - b[i])).sum());
  }

  /** What the images that were measured are to one of which the table says something. */
  private static final class Measured implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Claim claim;
    private final Map<String, Double> named = new HashMap<>();
    private double[] nearest = {};

    Measured(Claim claim) {
      this.claim = claim;
    }

    Claim claim() {
      return claim;
    }

    void add(String path, double distance) {
      if (path.equals(claim.path())) {
        return;
      }
      if (claim.neighbours().contains(path)) {
        named.put(path, distance);
      }
      if (nearest.length < claim.most() || distance < nearest[nearest.length - 1]) {
        keep(DoubleStream.concat(Arrays.stream(nearest), DoubleStream.of(distance)));
      }
    }

    Measured plus(Measured other) {
      named.putAll(other.named);
      keep(DoubleStream.concat(Arrays.stream(nearest), Arrays.stream(other.nearest)));
      return this;
    }

    private void keep(DoubleStream distances) {
      nearest = distances.sorted().limit(claim.most()).toArray();
    }

    /** All others that are named are there, as far away as is said, and none lies nearer. */
    boolean isAsClaimed() {
      int count = nearest.length;
      return claim.neighbours().size() == count
          && claim.distances().size() == count
          && named.size() == count
          && IntStream.range(0, count)
              .allMatch(
                  i ->
                      (!claim.exact() || isNear(claim.distances().get(i), nearest[i]))
                          && isNear(
                              claim.distances().get(i), named.get(claim.neighbours().get(i))));
    }

    private static boolean isNear(double claimed, double measured) {
      return Math.abs(claimed - measured) <= TOLERANCE * Math.max(1, measured);
    }
  }
}
