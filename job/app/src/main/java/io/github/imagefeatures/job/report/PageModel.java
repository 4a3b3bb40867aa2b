package io.github.imagefeatures.job.report;

import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.ImageClass;
import io.github.imagefeatures.job.report.ReportData.LabelsTold;
import io.github.imagefeatures.job.report.ReportData.RejectedImage;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The values that the page's template names. */
final class PageModel {

  /**
   * The two scripts of the page.
   *
   * @param policy what they are known by
   */
  record Scripts(String echarts, String own, String policy) {

    static Scripts of(String echarts, String own) {
      return new Scripts(echarts, own, ReportPage.hash(echarts) + " " + ReportPage.hash(own));
    }
  }

  /** One row of the class table. */
  public record ClassRow(
      String label, String colour, long images, long rejected, double spread, boolean measured) {}

  /** One stage with its share of the time, in percent of the longest. */
  public record Stage(String name, double seconds, double percentOfLongest) {}

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final ReportData data;
  private final Scripts scripts;
  private final String css;

  PageModel(ReportData data, Scripts scripts, String css) {
    this.data = data;
    this.scripts = scripts;
    this.css = css;
  }

  Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("run", data.run());
    values.put("weights", data.weights());
    values.put("counts", data.counts());
    values.put("timings", data.timings());
    values.put("sample", data.sample());
    data.sample().nearest().ifPresent(nearest -> values.put("nearest", nearest));
    values.put(
        "thumbnails",
        data.sample().points().stream().filter(point -> point.thumbnail().length > 0).count());
    values.put("rejections", data.rejections());
    data.components().ifPresent(components -> putComponents(components, values));
    data.told().ifPresent(told -> putLabels(told, values));
    data.findings().ifPresent(findings -> putFindings(findings, values));
    putTime(values);
    putRows(values);
    putParts(values);
    return values;
  }

  private void putComponents(ReportData.Components components, Map<String, Object> values) {
    ExplainedVariance variance = components.variance();
    values.put("components", components);
    values.put("byCount", components.byCount());
    components.fitted().ifPresent(fitted -> values.put("fitted", fitted));
    values.put("varianceKept", components.varianceKept());
    values.put("totalVariance", variance.cumulative(variance.size()));
    values.put("componentsFitted", variance.size());
    values.put("varianceOfMap", variance.cumulative(Math.min(2, variance.size())));
    values.put("marks", VarianceMark.of(variance));
    int searched = Math.min(data.sample().dimensions(), variance.size());
    values.put("varianceShown", searched == 0 ? 0 : variance.cumulative(searched));
  }

  private static void putLabels(LabelsTold told, Map<String, Object> values) {
    values.put("told", told);
    values.put("toldRows", told.worst().stream().limit(ReportPage.MAX_TOLD_ROWS).toList());
    told.byFeatures().ifPresent(features -> values.put("toldByFeatures", features));
    told.byPlot().ifPresent(plot -> values.put("toldByPlot", plot));
    told.byMap().ifPresent(map -> values.put("toldByMap", map));
  }

  private void putFindings(Findings findings, Map<String, Object> values) {
    values.put("findings", findings);
    values.put("findingKinds", FindingRows.of(findings, data.sample().points()));
  }

  private void putTime(Map<String, Object> values) {
    Instant start = data.run().start();
    values.put("started", MINUTE.format(start));
    values.put("startedIso", start.toString());
    values.put("endedIso", data.run().end().toString());
    values.put("whole", data.timings().whole());
    values.put("duration", duration(Duration.between(start, data.run().end())));
    Map<String, Double> seconds = data.timings().secondsPerStage();
    double longest = seconds.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    values.put(
        "stages",
        seconds.entrySet().stream()
            .map(
                stage ->
                    new Stage(
                        stage.getKey(),
                        stage.getValue(),
                        longest > 0 ? 100 * stage.getValue() / longest : 0))
            .toList());
  }

  private void putRows(Map<String, Object> values) {
    ClassColours colours = new ClassColours(data.sample());
    List<ClassRow> classes =
        data.classes().stream()
            .limit(ReportPage.MAX_CLASS_ROWS)
            .map(each -> row(each, colours))
            .toList();
    List<RejectedImage> rejected =
        data.rejections().shown().stream().limit(ReportPage.MAX_REJECTED_ROWS).toList();
    values.put("classRows", classes);
    values.put("classCount", data.classes().size());
    values.put(
        "widestSpread",
        classes.stream().filter(ClassRow::measured).mapToDouble(ClassRow::spread).max().orElse(0));
    values.put("rejectedRows", rejected);
    values.put("dataJson", PageData.json(data, colours));
  }

  private void putParts(Map<String, Object> values) {
    values.put("plotFiles", List.of(Plots.SCATTER_FILE, Plots.SCREE_FILE));
    values.put("scriptPolicy", scripts.policy());
    values.put("echarts", scripts.echarts());
    values.put("script", scripts.own());
    values.put("css", css);
  }

  private static ClassRow row(ImageClass each, ClassColours colours) {
    boolean measured = Double.isFinite(each.spread());
    return new ClassRow(
        each.label(),
        colours.css(each.label()),
        each.images(),
        each.rejected(),
        measured ? each.spread() : 0,
        measured);
  }

  private static String duration(Duration duration) {
    if (duration.toHours() > 0) {
      return String.format(
          Locale.ROOT, "%d h %d min", duration.toHours(), duration.toMinutesPart());
    }
    return duration.toMinutes() > 0
        ? String.format(Locale.ROOT, "%d min %d s", duration.toMinutes(), duration.toSecondsPart())
        : String.format(Locale.ROOT, "%d s", duration.toSeconds());
  }
}
