package io.github.imagefeatures.job.report;

import io.github.imagefeatures.job.report.ReportData.Components;
import io.github.imagefeatures.job.report.ReportData.Counts;
import io.github.imagefeatures.job.report.ReportData.Findings;
import io.github.imagefeatures.job.report.ReportData.ImageClass;
import io.github.imagefeatures.job.report.ReportData.LabelsTold;
import io.github.imagefeatures.job.report.ReportData.Nearest;
import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.RejectedImage;
import io.github.imagefeatures.job.report.ReportData.Rejections;
import io.github.imagefeatures.job.report.ReportData.Run;
import io.github.imagefeatures.job.report.ReportData.Sample;
import io.github.imagefeatures.job.report.ReportData.Timings;
import io.github.imagefeatures.job.report.ReportData.Weights;
import io.github.imagefeatures.job.report.data.PointSample;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Runs drawn with a fixed seed: classes as clouds in component space, as a real run has them. */
final class DrawnRuns {

  static final String[] FRUIT = {
    "Apple Braeburn",
    "Avocado",
    "Banana",
    "Beetroot",
    "Blueberry",
    "Cherry",
    "Cocos",
    "Dates",
    "Eggplant",
    "Fig",
    "Ginger Root",
    "Grapefruit White",
    "Guava",
    "Hazelnut",
    "Huckleberry",
    "Kaki",
    "Kiwi",
    "Kumquats",
    "Lemon Meyer",
    "Limes",
    "Lychee",
    "Mango",
    "Melon Piel de Sapo",
    "Nectarine",
    "Onion Red Peeled",
    "Orange",
    "Papaya",
    "Passion Fruit",
    "Pear",
    "Pepino"
  };

  private DrawnRuns() {}

  /** A run of this shape, trained, without rejected images. */
  static ReportData run(int classes, int perClass, int dimensions, int k) {
    List<Point> points = points(classes, perClass, dimensions, false);
    return with(points, classRows(points), Rejections.none(), explained(1280), k, true);
  }

  /** A run that has no components, and so no points. */
  static ReportData featuresOnly() {
    List<Point> points = points(3, 4, 2, false);
    ReportData drawn = with(points, classRows(points), rejections(2, 2), explained(1280), 5, true);
    return new ReportData(
        drawn.run(),
        drawn.weights(),
        drawn.counts(),
        drawn.timings(),
        Optional.empty(),
        new Sample(List.of(), points.size(), PointSample.rule(0, points.size())),
        drawn.classes().stream()
            .map(each -> new ImageClass(each.label(), each.images(), each.rejected(), Double.NaN))
            .toList(),
        drawn.told(),
        drawn.findings(),
        drawn.rejections());
  }

  /** A run with an earlier fit of 400 images, of which the page shows 200. */
  static ReportData projected(int classes, int perClass, int dimensions) {
    ReportData drawn = run(classes, perClass, dimensions, 900);
    Random random = new Random(5);
    List<float[]> points = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      float[] point = new float[dimensions];
      for (int d = 0; d < dimensions; d++) {
        point[d] = (float) (12 * random.nextGaussian());
      }
      points.add(point);
    }
    Components components = drawn.components().orElseThrow();
    return new ReportData(
        drawn.run(),
        drawn.weights(),
        drawn.counts(),
        drawn.timings(),
        Optional.of(
            new Components(
                components.scaling(),
                components.k(),
                components.reason(),
                components.variance(),
                components.byCount(),
                Optional.of(
                    new ReportData.Fitted(
                        400,
                        0.876,
                        "3.1 % of these images lie beyond the 99.9 % quantile of the fitted set",
                        points)))),
        drawn.sample(),
        drawn.classes(),
        drawn.told(),
        drawn.findings(),
        drawn.rejections());
  }

  /** The same run with figures of what neighbours tell of labels. */
  static ReportData told(ReportData drawn, LabelsTold told) {
    return with(drawn, Optional.of(told), drawn.findings());
  }

  /** The same run with neighbours. */
  static ReportData near(ReportData drawn, Nearest nearest) {
    Sample sample = drawn.sample();
    return new ReportData(
        drawn.run(),
        drawn.weights(),
        drawn.counts(),
        drawn.timings(),
        drawn.components(),
        new Sample(sample.points(), sample.total(), sample.rule(), Optional.of(nearest)),
        drawn.classes(),
        drawn.told(),
        drawn.findings(),
        drawn.rejections());
  }

  /** The same run with findings. */
  static ReportData found(ReportData drawn, Findings findings) {
    return with(drawn, drawn.told(), Optional.of(findings));
  }

  private static ReportData with(
      ReportData drawn, Optional<LabelsTold> told, Optional<Findings> findings) {
    return new ReportData(
        drawn.run(),
        drawn.weights(),
        drawn.counts(),
        drawn.timings(),
        drawn.components(),
        drawn.sample(),
        drawn.classes(),
        told,
        findings,
        drawn.rejections());
  }

  static ReportData with(
      List<Point> points,
      List<ImageClass> classes,
      Rejections rejections,
      ExplainedVariance variance,
      int k,
      boolean trained) {
    long rejected = rejections.total();
    return new ReportData(
        new Run(
            "20261122-163912-4f2a",
            Instant.parse("2026-11-22T16:39:12Z"),
            Instant.parse("2026-11-22T16:41:03Z"),
            "/data/fruits-360/Test",
            ordered(
                "images",
                "/data/fruits-360/Test",
                "variance",
                "0.99",
                "scaling",
                "standard",
                "batch-size",
                "4",
                "glob",
                "*.{jpg,jpeg,png}"),
            ordered(
                "image-features",
                "0.1.0",
                "Spark",
                "3.5.6",
                "TensorFlow",
                "2.18.0",
                "Java",
                "17.0.15")),
        trained
            ? new Weights("models/mobilenet_v2.h5", "f8aff695".repeat(8), true, true)
            : new Weights("seed 42", "", false, false),
        new Counts(points.size() + rejected, points.size(), rejected, 0, 2),
        new Timings(seconds(), true, 187.4),
        Optional.of(
            new Components(
                "standard", k, "the fewest that explain 99 % of the variance", variance)),
        new Sample(points, points.size(), PointSample.rule(points.size(), points.size())),
        classes,
        Optional.empty(),
        Optional.empty(),
        rejections);
  }

  static List<Point> points(int classes, int perClass, int dimensions, boolean thumbnails) {
    Random random = new Random(7);
    List<Point> points = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      double[] centre = random.doubles(dimensions, -25, 25).toArray();
      double spread = 1 + 3 * random.nextDouble();
      for (int i = 0; i < perClass; i++) {
        float[] components = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
          components[d] = (float) ((centre[d] + spread * random.nextGaussian()) / (1 + 0.15 * d));
        }
        points.add(
            new Point(
                "/data/fruits-360/Test/" + label(c) + "/" + i + "_100.jpg",
                label(c),
                components,
                thumbnails
                    ? thumbnail(Palette.DISTINCT.get(c % Palette.DISTINCT.size()))
                    : new byte[0]));
      }
    }
    return points;
  }

  static String label(int index) {
    return FRUIT[index % FRUIT.length]
        + (index < FRUIT.length ? "" : " " + (1 + index / FRUIT.length));
  }

  /** The label at a place in the order of 131 labels. */
  static String sorted(int place) {
    return IntStream.range(0, 131).mapToObj(DrawnRuns::label).sorted().toList().get(place);
  }

  static List<ImageClass> classRows(List<Point> points) {
    Map<String, Long> counts = new LinkedHashMap<>();
    points.forEach(point -> counts.merge(point.label(), 1L, Long::sum));
    Random random = new Random(11);
    return counts.entrySet().stream()
        .map(e -> new ImageClass(e.getKey(), e.getValue(), 0, 8 + 22 * random.nextDouble()))
        .toList();
  }

  static Rejections rejections(int total, int shown) {
    List<RejectedImage> all = allRejections(total);
    return new Rejections(Rejections.of(all).reasons(), all.subList(0, shown));
  }

  private static List<RejectedImage> allRejections(int total) {
    String[] reasons = {"empty file", "not an image", "truncated", "too large"};
    return IntStream.range(0, total)
        .mapToObj(
            i ->
                new RejectedImage(
                    "/data/fruits-360/Test/" + label(i % 5) + "/broken_" + i + ".jpg",
                    label(i % 5),
                    reasons[i % reasons.length],
                    "The decoder stopped at byte " + 1000 * i + "."))
        .toList();
  }

  /** Shares that fall as a run's do: steep, then a long tail; they add up to 1. */
  static ExplainedVariance explained(int length) {
    double[] shares =
        IntStream.range(0, length).mapToDouble(i -> 1 / Math.pow(i + 6, 1.4)).toArray();
    double sum = Arrays.stream(shares).sum();
    return ExplainedVariance.of(Arrays.stream(shares).map(share -> share / sum).toArray());
  }

  private static Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("list", 0.8);
    seconds.put("featurize", 71.2);
    seconds.put("reduce", 24.6);
    seconds.put("write", 9.1);
    seconds.put("report", 3.3);
    return seconds;
  }

  private static Map<String, String> ordered(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static byte[] thumbnail(Color color) {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 32, 32);
    graphics.setColor(color);
    graphics.fillOval(4, 4, 24, 24);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
