package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.findings.Finding;
import io.github.imagefeatures.findings.FindingKind;
import io.github.imagefeatures.findings.FindingsTable;
import io.github.imagefeatures.findings.ImageRecord;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.table.VectorTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

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

  /** Of the others only the first image is found, and the other one bears witness. */
  private static final Set<FindingKind> OF_BOTH_IMAGES =
      EnumSet.of(
          FindingKind.EXACT_DUPLICATE,
          FindingKind.SAME_PICTURE,
          FindingKind.NEAR_DUPLICATE,
          FindingKind.LABEL_CONFLICT,
          FindingKind.SPLIT_LEAK);

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
    found.write(run.spark(), run.written(NAME));
    run.similarity().set(found);
    return true;
  }

  private static Map<String, ImageRecord> records(RunContext run) {
    Map<String, ImageRecord> records = new HashMap<>();
    Provenance.read(run.spark(), run.written(RunFolder.PROVENANCE))
        .select("path", "sha256", "pixels", "darkest", "brightest", "split")
        .collectAsList()
        .forEach(image -> records.put(image.getString(0), record(image)));
    return records;
  }

  private static ImageRecord record(Row image) {
    String split = image.getString(5);
    return new ImageRecord(
        image.getString(1),
        image.getAs(2),
        image.getAs(3),
        image.getAs(4),
        split == null ? "" : split);
  }

  /** Reads the table of a finished run. */
  static FindingsTable read(SparkSession spark, String table) {
    return FindingsTable.read(VectorTable.reader(spark), table);
  }

  /**
   * What a page shows of the findings.
   *
   * @param found gives them; not asked where there are none
   * @param counts how many there are of each kind, by its key
   * @param most of each kind, the most telling first
   */
  static ReportData.Findings mostTelling(
      Supplier<FindingsTable> found, Map<String, Long> counts, int most) {
    List<ReportData.FindingsOfKind> kinds = new ArrayList<>();
    if (counts.values().stream().anyMatch(count -> count > 0)) {
      List<Finding> all = found.get().findings();
      for (FindingKind kind : FindingKind.values()) {
        List<ReportData.Finding> shown = mostTelling(all, kind, most);
        if (!shown.isEmpty()) {
          long count = counts.get(kind.key());
          String inWords = FindingKind.inWords(Map.of(kind.key(), count));
          kinds.add(
              new ReportData.FindingsOfKind(kind.key(), inWords, count, shown, images(all, kind)));
        }
      }
    }
    return new ReportData.Findings(FindingKind.inWords(counts), kinds);
  }

  private static List<ReportData.Finding> mostTelling(
      List<Finding> all, FindingKind kind, int most) {
    Comparator<String> nullFirst = Comparator.nullsFirst(Comparator.naturalOrder());
    Comparator<Finding> byScore = Comparator.comparing(Finding::score);
    return all.stream()
        .filter(finding -> finding.kind() == kind)
        .sorted(
            (TELL_BY_LARGE_SCORE.contains(kind) ? byScore.reversed() : byScore)
                .thenComparing(Finding::path, nullFirst)
                .thenComparing(Finding::otherPath, nullFirst)
                .thenComparing(Finding::label, nullFirst))
        .limit(most)
        .map(Findings::onPage)
        .toList();
  }

  /** The images that are copies, and of other findings those that were held against others. */
  private static Set<String> images(List<Finding> all, FindingKind kind) {
    return all.stream()
        .filter(finding -> finding.kind() == kind)
        .flatMap(
            finding ->
                OF_BOTH_IMAGES.contains(kind)
                    ? Stream.of(finding.path(), finding.otherPath())
                    : Stream.ofNullable(finding.path()))
        .collect(Collectors.toSet());
  }

  private static ReportData.Finding onPage(Finding finding) {
    return new ReportData.Finding(
        text(finding.path()),
        text(finding.otherPath()),
        text(finding.label()),
        text(finding.suggestedLabel()),
        text(finding.message()));
  }

  private static String text(String known) {
    return Objects.requireNonNullElse(known, "");
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
