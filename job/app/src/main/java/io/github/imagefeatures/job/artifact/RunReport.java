package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.findings.FindingsTable;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.report.NoFontsException;
import io.github.imagefeatures.job.report.Plots;
import io.github.imagefeatures.job.report.ReportData;
import io.github.imagefeatures.job.report.ReportPage;
import io.github.imagefeatures.job.report.data.Counterparts;
import io.github.imagefeatures.job.report.data.PageStatistics;
import io.github.imagefeatures.job.report.data.PointSample;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.neighbours.EmbeddingAccuracy;
import io.github.imagefeatures.neighbours.NeighbourTable;
import io.github.imagefeatures.reduce.ExplainedVariance;
import io.github.imagefeatures.reduce.Reduced;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Draws a run's plots and page from its tables and manifest, under their working names.
 *
 * @param tables where each of the run's tables lies, by its name
 * @param statistics what the page says of images and components
 * @param variance what each component explains; empty when there are none
 * @param places gives where each image lies on the map, by its path; asked where there is a map
 * @param findings gives all findings; asked where there are some
 * @param warnings is told what could not be drawn
 */
public record RunReport(
    RunFolder folder,
    SparkSession spark,
    Function<String, Path> tables,
    PageStatistics statistics,
    Optional<ExplainedVariance> variance,
    Supplier<Map<String, float[]>> places,
    Supplier<FindingsTable> findings,
    Consumer<String> warnings) {
  private static final int REJECTED_SHOWN = 1000;

  /**
   * Returns the report of a run that is not published yet, whose tables were summed up as they were
   * written.
   */
  static RunReport ofUnpublished(RunContext run) {
    return new RunReport(
        run.folder(),
        run.spark(),
        run.folder()::written,
        run.statistics(),
        Optional.ofNullable(run.reduction()).map(Reduced::variance),
        run.similarity()::places,
        run.similarity()::table,
        run.warnings());
  }

  /** Returns the report of a finished run, whose tables are read where its manifest says. */
  public static RunReport ofPublished(
      RunFolder folder, SparkSession spark, Manifest manifest, Consumer<String> warnings) {
    boolean featuresOnly = manifest.options().featuresOnly();
    Function<String, Path> tables = name -> folder.path(manifest.folderOf(name));
    PageStatistics counted =
        PageStatistics.counted(
            spark,
            tables.apply(RunFolder.FEATURES).toString(),
            tables.apply(RunFolder.REJECTED).toString());
    return new RunReport(
        folder,
        spark,
        tables,
        featuresOnly
            ? counted
            : counted.plus(
                ComponentsTable.read(spark, tables.apply(ComponentsTable.NAME).toString())),
        featuresOnly ? Optional.empty() : Optional.of(VarianceCsv.read(folder)),
        () -> NeighbourTable.places(spark, tables.apply(Neighbours.NAME).toString()),
        () -> Findings.read(spark, tables.apply(Findings.NAME).toString()),
        warnings);
  }

  /**
   * Makes the pictures of a finished run anew.
   *
   * @param listed the images as they are now; of none the page has no pictures, and those of the
   *     run stay as they are
   * @param most pictures at most, 1 or more
   * @return the report with these pictures
   */
  public RunReport pictured(Manifest manifest, List<ListedImage> listed, int most) {
    folder.delete(folder.working(Thumbnails.NAME));
    RunReport pictured =
        new RunReport(
            folder,
            spark,
            name -> name.equals(Thumbnails.NAME) ? folder.working(name) : tables.apply(name),
            statistics,
            variance,
            places,
            findings,
            warnings);
    if (!listed.isEmpty()) {
      Thumbnails.write(pictured, manifest, listed, most);
    }
    return pictured;
  }

  /** Gives what was drawn, and pictures that were made for it, their final names. */
  public void publish() {
    folder.replace(Thumbnails.NAME);
    new Page().publish(folder, warnings);
  }

  /** Writes page and plots under their working names. */
  public void write(Manifest manifest) {
    ReportData data = data(manifest);
    data.components().ifPresent(components -> drawPlots(data.sample(), components));
    folder.write(folder.working(RunFolder.REPORT_HTML), out -> ReportPage.write(data, out));
  }

  /** Leaves the plots out on a machine without fonts: the page has them all the same. */
  private void drawPlots(ReportData.Sample sample, ReportData.Components components) {
    Path plots = folder.working(Page.PLOTS);
    try {
      folder.write(
          new Path(plots, Plots.SCREE_FILE), Plots.scree(components.variance(), components.k()));
      folder.write(
          new Path(plots, Plots.SCATTER_FILE), Plots.scatter(sample, components.variance()));
    } catch (NoFontsException e) {
      warnings.accept(e.getMessage());
    }
  }

  /** Where one of the run's tables lies. */
  Path table(String name) {
    return tables.apply(name);
  }

  /** What the page shows. */
  ReportData data(Manifest manifest) {
    ReportData.Sample sample = sample(manifest);
    return new ReportData(
        runOf(manifest),
        new ReportData.Weights(
            manifest.weights().source(),
            manifest.weights().sha256(),
            manifest.weights().trained(),
            !manifest.weights().recognition().equals("unknown")),
        countsOf(manifest),
        new ReportData.Timings(
            manifest.seconds(),
            manifest.seconds().containsKey(Stage.PUBLISHING.key()),
            manifest.imagesPerSecond()),
        variance.map(explained -> components(manifest, explained)),
        sample,
        statistics.classes(),
        Optional.ofNullable(manifest.neighbours())
            .map(Manifest.NeighboursFound::accuracy)
            .map(RunReport::labelsTold),
        Optional.ofNullable(manifest.findings())
            .map(counts -> Findings.mostTelling(findings, counts, ReportPage.MAX_FINDINGS_OF_KIND))
            .map(found -> Counterparts.addTo(found, sample)),
        rejections(manifest.counts().rejectedByReason()));
  }

  private static ReportData.LabelsTold labelsTold(EmbeddingAccuracy accuracy) {
    return new ReportData.LabelsTold(
        accuracy.judged(),
        accuracy.labels(),
        accuracy.measured().stream()
            .map(
                space ->
                    new ReportData.Space(
                        space.vectors(),
                        space.dimensions(),
                        space.top1(),
                        space.top5(),
                        space.balancedTop1()))
            .toList(),
        accuracy.byLabel().entrySet().stream()
            .map(
                label ->
                    new ReportData.LabelTold(
                        label.getKey(),
                        label.getValue().judged(),
                        label.getValue().top1(),
                        label.getValue().takenFor()))
            .toList());
  }

  private static ReportData.Run runOf(Manifest manifest) {
    Map<String, String> options = new LinkedHashMap<>();
    Json.tree(manifest.options())
        .fields()
        .forEachRemaining(option -> options.put(option.getKey(), option.getValue().asText("")));
    return new ReportData.Run(
        manifest.runId(),
        Instant.parse(manifest.started()),
        Instant.parse(manifest.ended()),
        RunFolder.shown(manifest.input().uri()),
        options,
        manifest.versions());
  }

  private static ReportData.Counts countsOf(Manifest manifest) {
    Manifest.Counts counts = manifest.counts();
    Manifest.Input input = manifest.input();
    return new ReportData.Counts(
        counts.listed(),
        counts.featurized(),
        counts.rejected(),
        counts.reused(),
        input.skippedHidden()
            + input.skippedByGlob()
            + input.skippedUnopenable()
            + input.skippedCompressed());
  }

  private ReportData.Components components(Manifest manifest, ExplainedVariance explained) {
    Manifest.ReductionUsed reduction = manifest.reduction();
    return new ReportData.Components(
        reduction.scaling(),
        reduction.components(),
        reason(manifest),
        explained,
        reduction.cumulativeByCount(),
        Optional.ofNullable(reduction.newImages()).flatMap(this::fitted));
  }

  /** The images of the earlier fit, of which the run's own model tells. */
  private Optional<ReportData.Fitted> fitted(Manifest.NewImages images) {
    return FittedImages.read(folder.store(), tables.apply(SavedModel.NAME))
        .map(
            fitted ->
                new ReportData.Fitted(
                    fitted.images(),
                    images.explainedVariance(),
                    Objects.requireNonNullElse(images.inWords(), ""),
                    List.of(fitted.points())));
  }

  private static String reason(Manifest manifest) {
    Manifest.ProjectedWith fit = manifest.reduction().projectedWith();
    if (fit != null) {
      return "those of the %s, with its scaling: nothing was fitted to these images, and what the components explain is of the images that were"
          .formatted(
              fit.run() == null ? "model " + RunFolder.shown(fit.model()) : "run " + fit.run());
    }
    Double target = manifest.options().variance();
    if (target != null) {
      return "the fewest that explain %s %% of the variance"
          .formatted(
              BigDecimal.valueOf(target).movePointRight(2).stripTrailingZeros().toPlainString());
    }
    if (manifest.reduction().chosenBy() != null) {
      return "the fewest tried that lose less than half a point, with "
          + manifest.reduction().chosenBy().inWords();
    }
    return manifest.options().components() instanceof Integer wished
            && wished > manifest.reduction().components()
        ? String.format(Locale.ROOT, "as many as these images have of the %,d wished for", wished)
        : "as asked";
  }

  /** The points, on the map if there is one. */
  private List<ReportData.Point> placed(Manifest manifest) {
    return manifest.neighbours() == null || manifest.neighbours().map() == null
        ? statistics.points()
        : Neighbours.addTo(statistics.points(), places.get());
  }

  /** The points with their splits, if the set is divided. */
  private List<ReportData.Point> divided(List<ReportData.Point> points, Manifest manifest) {
    if (manifest.counts().bySplit().isEmpty()) {
      return points;
    }
    Dataset<Row> shown =
        spark
            .createDataset(points.stream().map(ReportData.Point::path).toList(), Encoders.STRING())
            .toDF("path");
    Map<String, String> splits = new HashMap<>();
    Provenance.read(spark, tables.apply(RunFolder.PROVENANCE).toString())
        .join(functions.broadcast(shown), "path")
        .filter("split is not null")
        .select("path", "split")
        .collectAsList()
        .forEach(image -> splits.put(image.getString(0), image.getString(1)));
    return points.stream()
        .map(point -> point.withSplit(splits.getOrDefault(point.path(), "")))
        .toList();
  }

  private ReportData.Sample sample(Manifest manifest) {
    List<ReportData.Point> points = divided(placed(manifest), manifest);
    long total = statistics.total();
    Path thumbnails = tables.apply(Thumbnails.NAME);
    return new ReportData.Sample(
        folder.exists(thumbnails) ? Thumbnails.addTo(points, thumbnails.toString(), spark) : points,
        total,
        PointSample.rule(points.size(), total),
        Optional.ofNullable(manifest.neighbours())
            .filter(found -> found.leftOut() == null && !points.isEmpty())
            .map(found -> nearest(points, found.exact())));
  }

  private ReportData.Nearest nearest(List<ReportData.Point> points, boolean exact) {
    return Neighbours.nearest(spark, tables.apply(Neighbours.NAME).toString(), points, exact);
  }

  private ReportData.Rejections rejections(Map<String, Long> byReason) {
    if (byReason.isEmpty()) {
      return ReportData.Rejections.none();
    }
    String table = tables.apply(RunFolder.REJECTED).toString();
    List<ReportData.RejectedImage> shown =
        RejectedTable.read(spark, table)
            .orderBy("path")
            .limit(REJECTED_SHOWN)
            .collectAsList()
            .stream()
            .map(
                image ->
                    new ReportData.RejectedImage(
                        image.getPath(), image.getLabel(), image.getReason(), image.getMessage()))
            .toList();
    return new ReportData.Rejections(byReason, shown);
  }
}
