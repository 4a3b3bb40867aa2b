package io.github.imagefeatures.job.report;

import io.github.imagefeatures.reduce.ExplainedVariance;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The scree plot: single shares on the left, the cumulative share on the right. */
final class ScreePlot {

  /** Components shown one by one; what follows is flat. */
  private static final int SINGLE = 50;

  private static final BasicStroke THIN = new BasicStroke(1.4f);
  private static final BasicStroke DASHED =
      new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {6, 5}, 0);

  /** The chart begins this far before the first component, so that a k of one is not cut off. */
  private static final double EDGE = 0.012;

  /** It reaches this far beyond the last component, so that its marks can be written. */
  private static final double AIR = 1.18;

  /**
   * What the components may explain that are left out where there are fewer images than features.
   */
  private static final double NOTHING = 1e-6;

  private static final int TEXT = 15;
  private static final int GAP = 8;
  private static final int CHART_WIDTH = Plots.WIDTH / 2;
  private static final int CHART_HEIGHT = Plots.SCREE_HEIGHT - PlotSheet.HEAD;

  private final ExplainedVariance variance;
  private final int k;

  /** The components up to k, and up to where the others explain nothing. */
  private final int telling;

  ScreePlot(ExplainedVariance variance, int k) {
    if (k < 1 || k > variance.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "k is %d, but the explained variance has %d components.",
              k,
              variance.size()));
    }
    this.variance = variance;
    this.k = k;
    double all = variance.cumulative(variance.size()) - NOTHING;
    this.telling = Math.max(k, variance.componentsFor(all).orElse(variance.size()));
  }

  byte[] draw() {
    PlotSheet sheet =
        new PlotSheet(
            Plots.WIDTH,
            Plots.SCREE_HEIGHT,
            "Variance explained by the principal components",
            format("%,d of %,d components kept: %s of the variance", k, variance.size(), kept()));
    sheet.put(single(), 0, PlotSheet.HEAD);
    XYChart cumulative = cumulative();
    sheet.put(cumulative, CHART_WIDTH, PlotSheet.HEAD);
    writeMarks(sheet, cumulative);
    return sheet.png();
  }

  private XYChart single() {
    int shown = Math.min(SINGLE, variance.size());
    XYChart chart =
        PlotSheet.chart(
            CHART_WIDTH,
            CHART_HEIGHT,
            shown < variance.size()
                ? format("component (the first %d of %,d)", shown, variance.size())
                : "component",
            "explained variance (% of the total)");
    double[] shares = Arrays.stream(variance.shares()).limit(shown).map(s -> 100 * s).toArray();
    double top = shares[0] > 0 ? 1.08 * shares[0] : 1;
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(top).setXAxisMin(0.0).setXAxisMax(shown + 1.0);
    chart.getStyler().setXAxisDecimalPattern("#,##0");
    if (k < shown) {
      line(chart, "k", new double[] {k, k}, new double[] {0, top}, PlotSheet.ACCENT, THIN);
    }
    double[] numbers = IntStream.rangeClosed(1, shown).asDoubleStream().toArray();
    line(chart, "share", numbers, shares, Palette.DISTINCT.get(0), THIN)
        .setMarker(SeriesMarkers.CIRCLE)
        .setMarkerColor(Palette.DISTINCT.get(0));
    return chart;
  }

  private XYChart cumulative() {
    int n = telling;
    XYChart chart =
        PlotSheet.chart(
            CHART_WIDTH,
            CHART_HEIGHT,
            n < variance.size()
                ? format("components kept (%,d of %,d explain all)", n, variance.size())
                : "components kept",
            "cumulative variance (% of the total)");
    chart
        .getStyler()
        .setYAxisMin(0.0)
        .setYAxisMax(105.0)
        .setXAxisMin(-EDGE * n)
        .setXAxisMax(AIR * n);
    chart.getStyler().setXAxisDecimalPattern("#,##0").setYAxisDecimalPattern("0");
    for (VarianceMark mark : VarianceMark.of(variance)) {
      double[] xs = {0, mark.components(), mark.components()};
      double[] ys = {mark.percent(), mark.percent(), 0};
      line(chart, mark.percent() + " %", xs, ys, Color.LIGHT_GRAY, DASHED);
    }
    double[] kept = IntStream.rangeClosed(0, n).asDoubleStream().toArray();
    double[] shares = IntStream.rangeClosed(0, n).mapToDouble(i -> i == 0 ? 0 : share(i)).toArray();
    line(chart, "cumulative", kept, shares, Palette.DISTINCT.get(0), new BasicStroke(3));
    line(
        chart,
        "k",
        new double[] {k, k},
        new double[] {0, 105},
        PlotSheet.ACCENT,
        new BasicStroke(2));
    return chart;
  }

  private void writeMarks(PlotSheet sheet, XYChart chart) {
    for (VarianceMark mark : VarianceMark.of(variance)) {
      String text = format("%d %%: %,d", mark.percent(), mark.components());
      write(sheet, chart, text, PlotSheet.MUTED, mark.components(), mark.percent());
    }
    write(sheet, chart, format("k = %,d keeps %s", k, kept()), PlotSheet.ACCENT, k, 6);
  }

  /** Below and to the right of the place, or to the left where the chart ends. */
  private void write(PlotSheet sheet, XYChart chart, String text, Color color, double x, double y) {
    double width = sheet.bounds(text, TEXT, 0, 0).getWidth();
    double left = CHART_WIDTH + chart.getScreenXFromChart(x) + GAP;
    double end = CHART_WIDTH + chart.getScreenXFromChart(AIR * telling);
    sheet.text(
        text,
        TEXT,
        color,
        left + width > end ? left - width - 2 * GAP : left,
        PlotSheet.HEAD + chart.getScreenYFromChart(y) + TEXT + 2);
  }

  private static XYSeries line(
      XYChart chart, String name, double[] xs, double[] ys, Color color, BasicStroke stroke) {
    XYSeries series = chart.addSeries(name, xs, ys);
    series.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(stroke);
    return series;
  }

  private double share(int components) {
    return 100 * variance.cumulative(components);
  }

  private String kept() {
    return format("%.1f %%", share(k));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
