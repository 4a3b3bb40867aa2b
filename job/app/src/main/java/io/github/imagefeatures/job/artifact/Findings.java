package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.findings.FindingKind;
import io.github.imagefeatures.findings.FindingsTable;
import io.github.imagefeatures.findings.ImageRecord;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.table.VectorTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * {@code findings/}: copies, suspect labels, outliers and what else the images tell of the set.
 * Where there are no neighbours there are no findings.
 */
final class Findings extends SimilarityArtifact {
  static final String NAME = "findings";

  /** Of the others a smaller score tells more: how near, how dark, how little the label fits. */
  private static final Set<FindingKind> TELL_BY_LARGE_SCORE =
      EnumSet.of(
          FindingKind.EXACT_DUPLICATE,
          FindingKind.SAME_PICTURE,
          FindingKind.CONFUSED_LABELS,
          FindingKind.OUTLIER,
          FindingKind.NEARLY_WHITE);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  boolean writeIfFound(RunContext run) {
    if (run.similarity().nearest() == null) {
      return false;
    }
    FindingsTable found = FindingsTable.of(run.similarity().nearest(), records(run));
    found.write(run.spark(), run.working(NAME));
    run.similarity().set(found.counts());
    return true;
  }

  private static Map<String, ImageRecord> records(RunContext run) {
    Map<String, ImageRecord> records = new HashMap<>();
    Provenance.read(run.spark(), run.working(RunFolder.PROVENANCE))
        .select("path", "sha256", "darkest", "brightest", "split")
        .collectAsList()
        .forEach(image -> records.put(image.getString(0), record(image)));
    return records;
  }

  private static ImageRecord record(Row image) {
    String split = image.getString(4);
    return new ImageRecord(
        image.getString(1), image.getAs(2), image.getAs(3), split == null ? "" : split);
  }

  /**
   * Reads what a page shows of the table.
   *
   * @param counts how many there are of each kind, by its key
   * @param most of each kind, the most telling first
   */
  static ReportData.Findings mostTelling(
      SparkSession spark, String table, Map<String, Long> counts, int most) {
    Map<String, List<ReportData.Finding>> shown = new HashMap<>();
    if (counts.values().stream().anyMatch(count -> count > 0)) {
      mostTelling(VectorTable.reader(spark).parquet(table), most)
          .collectAsList()
          .forEach(
              row ->
                  shown
                      .computeIfAbsent(row.getAs("kind"), kind -> new ArrayList<>())
                      .add(onPage(row)));
    }
    return new ReportData.Findings(
        FindingKind.inWords(counts),
        Arrays.stream(FindingKind.values())
            .map(FindingKind::key)
            .filter(shown::containsKey)
            .map(
                kind ->
                    new ReportData.FindingsOfKind(
                        kind,
                        FindingKind.inWords(Map.of(kind, counts.get(kind))),
                        counts.get(kind),
                        shown.get(kind)))
            .toList());
  }

  private static Dataset<Row> mostTelling(Dataset<Row> findings, int most) {
    Object[] byLargeScore = TELL_BY_LARGE_SCORE.stream().map(FindingKind::key).toArray();
    Column score = functions.col("score");
    Column place =
        functions
            .row_number()
            .over(
                Window.partitionBy("kind")
                    .orderBy(
                        functions
                            .when(functions.col("kind").isin(byLargeScore), functions.negate(score))
                            .otherwise(score),
                        functions.col("path"),
                        functions.col("other_path"),
                        functions.col("label")));
    // A small table, as a rule one file: in one partition it is not shuffled.
    return findings
        .coalesce(1)
        .withColumn("place", place)
        .where(functions.col("place").leq(most))
        .orderBy("kind", "place");
  }

  private static ReportData.Finding onPage(Row row) {
    return new ReportData.Finding(
        text(row, "path"),
        text(row, "other_path"),
        text(row, "label"),
        text(row, "suggested_label"),
        text(row, "message"));
  }

  private static String text(Row row, String column) {
    return Objects.requireNonNullElse(row.getAs(column), "");
  }

  /** There are as many of each kind as the manifest says. */
  @Override
  public void check(Validation run) {
    Map<String, Long> claimed = run.manifest().findings();
    if (claimed == null) {
      return;
    }
    Map<String, Long> rows = new HashMap<>();
    VectorTable.reader(run.spark())
        .parquet(run.path(NAME))
        .groupBy("kind")
        .count()
        .collectAsList()
        .forEach(kind -> rows.put(kind.getString(0), kind.getLong(1)));
    claimed.forEach(
        (kind, count) -> run.expect("findings " + kind, count, rows.getOrDefault(kind, 0L)));
  }
}
