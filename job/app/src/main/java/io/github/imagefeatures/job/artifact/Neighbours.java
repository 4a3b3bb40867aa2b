package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.job.folder.Manifest.NeighboursFound;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.neighbours.NeighbourTable;
import io.github.imagefeatures.neighbours.NeighbourTable.NearestPaths;
import io.github.imagefeatures.neighbours.check.NeighbourCheck;
import io.github.imagefeatures.table.ComponentsRow;
import io.github.imagefeatures.table.VectorTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** {@code neighbours/}: the nearest images of each image. */
final class Neighbours extends SimilarityArtifact {
  static final String NAME = "neighbours";

  private final long mostExact;
  private final long mostImages;

  Neighbours() {
    this(NeighbourTable.MOST_EXACT, NeighbourTable.MOST_IMAGES);
  }

  /**
   * @param mostExact of more an index finds the neighbours
   * @param mostImages for more there are no neighbours
   */
  Neighbours(long mostExact, long mostImages) {
    this.mostExact = mostExact;
    this.mostImages = mostImages;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  boolean writeIfFound(RunContext run) {
    int k = run.options().neighbours();
    if (run.statistics().total() > mostImages) {
      String sentence =
          String.format(
              Locale.ROOT,
              "Neighbours and findings are left out: %d images are more than the %d whose"
                  + " neighbours the driver holds.",
              run.statistics().total(),
              mostImages);
      run.warnings().accept(sentence);
      run.similarity()
          .set(new NeighboursFound(k, false, sentence, null, null, null), null, Map.of());
      return false;
    }
    Optional<JavaRDD<ComponentsRow>> components =
        Optional.ofNullable(run.reduction())
            .map(reduced -> ComponentsTable.read(run.spark(), run.written(ComponentsTable.NAME)));
    NeighbourTable found = NeighbourTable.find(run.vectors(), components, k, mostExact);
    found.write(run.spark(), run.written(NAME));
    run.similarity()
        .set(
            new NeighboursFound(
                k,
                found.isExact(),
                null,
                found.recall().orElse(null),
                found.accuracy().orElse(null),
                found.map().orElse(null)),
            found.byFeatures(),
            found.places());
    return true;
  }

  /**
   * Gives the points their places on the map.
   *
   * @param places by the images' paths
   */
  static List<Point> addTo(List<Point> points, Map<String, float[]> places) {
    return points.stream()
        .map(point -> point.withPlace(places.getOrDefault(point.path(), point.place())))
        .toList();
  }

  /**
   * The nearest images of the points by features, as a page shows them.
   *
   * @param table folder of the table
   * @param exact whether they are the nearest for certain
   */
  static ReportData.Nearest nearest(
      SparkSession spark, String table, List<Point> points, boolean exact) {
    Map<String, Integer> places = new HashMap<>();
    points.forEach(point -> places.put(point.path(), places.size()));
    Map<String, NearestPaths> found =
        NeighbourTable.nearest(spark, table, places.keySet(), ReportData.Nearest.MOST);
    List<NearestPaths> ofPoints =
        points.stream()
            .map(point -> found.getOrDefault(point.path(), NearestPaths.UNKNOWN))
            .toList();
    return new ReportData.Nearest(
        exact,
        ofPoints.stream()
            .map(
                each ->
                    each.paths().stream()
                        .mapToInt(path -> places.getOrDefault(path, ReportData.Nearest.NOT_SHOWN))
                        .toArray())
            .toList(),
        ofPoints.stream().map(NearestPaths::distances).toList());
  }

  /** Each image has its row, and a sample of them is measured again. */
  @Override
  public void check(Validation run) {
    NeighboursFound claimed = run.manifest().neighbours();
    if (claimed.leftOut() != null) {
      return;
    }
    NeighbourCheck check =
        new NeighbourCheck(run.spark(), run.path(NAME), claimed.k(), claimed.exact());
    ImageTally rows = ImageTally.ofPaths(check.table());
    run.expect("rows of neighbours", run.manifest().counts().featurized(), rows.rows());
    run.expectFeaturized(NAME, rows.digest());
    if (claimed.map() != null) {
      run.expect("places on the map", rows.rows(), check.places());
    }
    long byCosine =
        check.wrongByCosine(VectorTable.features(run.spark(), run.path(RunFolder.FEATURES)));
    long byEuclid =
        run.manifest().options().featuresOnly()
            ? 0
            : check.wrongByEuclid(
                ComponentsTable.read(run.spark(), run.path(ComponentsTable.NAME)));
    if (byCosine + byEuclid > 0) {
      run.fault(
          String.format(
              Locale.ROOT,
              "Of the rows of neighbours/ that were checked, %d name wrong neighbours by cosine and"
                  + " %d by Euclid.",
              byCosine,
              byEuclid));
    }
  }
}
