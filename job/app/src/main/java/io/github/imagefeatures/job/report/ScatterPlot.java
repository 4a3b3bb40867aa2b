package io.github.imagefeatures.job.report;

import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.Sample;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The scatter plot of the first two components, coloured by class. */
final class ScatterPlot {

  /** Of more classes than colours some are named in the plot. */
  private static final int NAMED_IN_PLOT = 14;

  private static final int NAME_LENGTH = 28;
  private static final int TEXT = 15;
  private static final int OPACITY = 170;

  private final Sample sample;
  private final ExplainedVariance variance;
  private final Map<String, List<Point>> classes;
  private final ClassColours colours;
  private final List<String> labels;

  ScatterPlot(Sample sample, ExplainedVariance variance) {
    this.sample = sample;
    this.variance = variance;
    this.classes =
        sample.points().stream()
            .collect(Collectors.groupingBy(Point::label, TreeMap::new, Collectors.toList()));
    this.colours = new ClassColours(sample);
    this.labels = colours.labels();
  }

  byte[] draw() {
    PlotSheet sheet =
        new PlotSheet(Plots.WIDTH, Plots.SCATTER_HEIGHT, "Images in component space", subtitle());
    XYChart chart =
        PlotSheet.chart(
            Plots.WIDTH, Plots.SCATTER_HEIGHT - PlotSheet.HEAD, axisTitle(0), axisTitle(1));
    frame(chart);
    addOthers(chart);
    for (String label : colours.coloured()) {
      addSeries(chart, shortName(label), classes.get(label), colours.of(label));
    }
    sheet.put(chart, 0, PlotSheet.HEAD);
    if (!colours.others().isEmpty()) {
      nameClasses(sheet, chart);
    }
    return sheet.png();
  }

  private String subtitle() {
    String images =
        format(
            sample.points().size() < sample.total() ? "%,d of %,d images" : "%,d images",
            sample.points().size(),
            sample.total());
    return !colours.others().isEmpty()
        ? format(
            "%s, %,d classes, the largest in colours; report.html has the others",
            images, labels.size())
        : format("%s, %,d %s", images, labels.size(), labels.size() == 1 ? "class" : "classes");
  }

  private String axisTitle(int component) {
    if (component > 0 && sample.dimensions() == 1) {
      return "class (one row each)";
    }
    return component < variance.size()
        ? format(
            "component %d (%.1f %% of the variance)",
            component + 1, 100 * variance.shares()[component])
        : "component " + (component + 1);
  }

  private void frame(XYChart chart) {
    AxesChartStyler style = chart.getStyler();
    double[] x = range(sample.points().stream().mapToDouble(this::x).toArray());
    double[] y = range(sample.points().stream().mapToDouble(this::y).toArray());
    style.setXAxisMin(x[0]).setXAxisMax(x[1]).setYAxisMin(y[0]).setYAxisMax(y[1]);
    style.setYAxisTicksVisible(sample.dimensions() != 1);
    style.setPlotGridHorizontalLinesVisible(sample.dimensions() != 1);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    chart.getStyler().setMarkerSize(sample.points().size() > 3000 ? 6 : 9);
    chart.getStyler().setLegendVisible(!labels.isEmpty());
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
  }

  private void addOthers(XYChart chart) {
    List<String> others = colours.others();
    if (!others.isEmpty()) {
      addSeries(
          chart,
          format("%,d other %s", others.size(), others.size() == 1 ? "class" : "classes"),
          others.stream().flatMap(label -> classes.get(label).stream()).toList(),
          Palette.OTHER);
    }
  }

  private void addSeries(XYChart chart, String name, List<Point> points, Color color) {
    XYSeries series =
        chart.addSeries(
            "series " + chart.getSeriesMap().size(),
            points.stream().mapToDouble(this::x).toArray(),
            points.stream().mapToDouble(this::y).toArray());
    series.setLabel(name);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), OPACITY));
  }

  /** Names the classes whose centres lie farthest apart, as many as find room. */
  private void nameClasses(PlotSheet sheet, XYChart chart) {
    Map<String, double[]> centres = new LinkedHashMap<>();
    classes.forEach(
        (label, points) ->
            centres.put(
                label,
                new double[] {
                  chart.getScreenXFromChart(mean(points, this::x)),
                  PlotSheet.HEAD + chart.getScreenYFromChart(mean(points, this::y))
                }));
    List<Rectangle2D> taken = new ArrayList<>();
    for (String label : Separation.farthestFirst(centres)) {
      String name = shortName(label);
      double[] centre = centres.get(label);
      double left = centre[0] - sheet.bounds(name, TEXT, 0, 0).getWidth() / 2;
      Rectangle2D place = sheet.bounds(name, TEXT, left, centre[1]);
      if (taken.size() < NAMED_IN_PLOT && taken.stream().noneMatch(place::intersects)) {
        taken.add(place);
        sheet.text(name, TEXT, PlotSheet.INK, left, centre[1]);
      }
    }
  }

  private double x(Point point) {
    return point.components()[0];
  }

  private double y(Point point) {
    return point.components().length > 1 ? point.components()[1] : -labels.indexOf(point.label());
  }

  private static double mean(List<Point> points, ToDoubleFunction<Point> coordinate) {
    return points.stream().mapToDouble(coordinate).average().orElseThrow();
  }

  /** The values' range with some air; never empty, which a chart could not scale. */
  private static double[] range(double[] values) {
    double min = Arrays.stream(values).min().orElse(0);
    double max = Arrays.stream(values).max().orElse(0);
    double air = max > min ? 0.04 * (max - min) : 1;
    return new double[] {min - air, max + air};
  }

  private static String shortName(String label) {
    String line = label.isBlank() ? "(no label)" : label.replaceAll("\\p{Cntrl}+", " ");
    return line.codePointCount(0, line.length()) <= NAME_LENGTH
        ? line
        : line.substring(0, line.offsetByCodePoints(0, NAME_LENGTH - 3)) + "...";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
