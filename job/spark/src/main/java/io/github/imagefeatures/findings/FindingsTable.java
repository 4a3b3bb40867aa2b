package io.github.imagefeatures.findings;

import io.github.imagefeatures.neighbours.Images;
import io.github.imagefeatures.neighbours.NearestImages;
import io.github.imagefeatures.table.SparkInternals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * All that is found of a set of images: by kind, and within a kind by path.
 *
 * @param findings in that order
 */
public record FindingsTable(List<Finding> findings) {
  private static final int ROWS_A_TASK = 10_000;

  private static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("kind", DataTypes.StringType)
          .add("score", DataTypes.DoubleType)
          .add("other_path", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("suggested_label", DataTypes.StringType)
          .add("message", DataTypes.StringType);

  /** Takes the findings as they are now. */
  public FindingsTable {
    findings = List.copyOf(findings);
  }

  /**
   * Looks at all images.
   *
   * @param nearest by cosine over the features
   * @param records what is known of their files, by their paths; of some perhaps nothing
   * @return what is found
   */
  public static FindingsTable of(NearestImages nearest, Map<String, ImageRecord> records) {
    Images images = nearest.images();
    List<ImageRecord> byImage =
        IntStream.range(0, images.count())
            .mapToObj(image -> records.getOrDefault(images.path(image), ImageRecord.UNKNOWN))
            .toList();
    double[] distances = Outliers.tenth(nearest);
    Quantiles tenth = Quantiles.of(distances);
    List<Finding> all = new ArrayList<>(Copies.find(nearest, byImage, tenth));
    all.addAll(SuspectLabels.find(nearest));
    all.addAll(Outliers.find(nearest, distances, tenth));
    all.addAll(LowInformation.find(images, byImage));
    all.sort(
        Comparator.comparing(Finding::kind)
            .thenComparing(Finding::path, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::otherPath, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Finding::label));
    return new FindingsTable(all);
  }

  /** {@return how many there are of each kind, by its key; all kinds, in their order} */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (FindingKind kind : FindingKind.values()) {
      counts.put(kind.key(), findings.stream().filter(finding -> finding.kind() == kind).count());
    }
    return counts;
  }

  /**
   * Writes the table, in place of one that is there.
   *
   * @param spark writes it
   * @param folder gets its Parquet files
   */
  public void write(SparkSession spark, String folder) {
    List<Object[]> rows = findings.stream().map(FindingsTable::row).toList();
    // A task carries its rows, and no more than 128 MiB of them.
    JavaRDD<Object[]> tasks =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(rows, 1 + rows.size() / ROWS_A_TASK);
    SparkInternals.table(spark, tasks, SCHEMA).write().mode(SaveMode.Overwrite).parquet(folder);
  }

  /**
   * Reads a written table.
   *
   * @param reader reads exactly the folder that it is given
   * @param folder the table's
   * @return its findings, in no particular order; without those of kinds that are not known here
   */
  public static FindingsTable read(DataFrameReader reader, String folder) {
    return new FindingsTable(
        reader.schema(SCHEMA).parquet(folder).collectAsList().stream()
            .flatMap(row -> finding(row).stream())
            .toList());
  }

  private static Optional<Finding> finding(Row row) {
    return Arrays.stream(FindingKind.values())
        .filter(kind -> kind.key().equals(row.getString(1)))
        .findAny()
        .map(
            kind ->
                new Finding(
                    row.getString(0),
                    kind,
                    row.getDouble(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6)));
  }

  private static Object[] row(Finding finding) {
    return new Object[] {
      finding.path(),
      finding.kind().key(),
      finding.score(),
      finding.otherPath(),
      finding.label(),
      finding.suggestedLabel(),
      finding.message()
    };
  }
}
