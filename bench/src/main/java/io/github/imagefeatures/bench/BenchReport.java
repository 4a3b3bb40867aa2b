package io.github.imagefeatures.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code bench.json} holds.
 *
 * @param machine that the figures come from
 * @param benchmarks each with its figures, in the order of {@link Bench#ALL}
 */
record BenchReport(Map<String, String> machine, List<Entry> benchmarks) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A benchmark's figures.
   *
   * @param name on the command line
   * @param what is measured
   * @param measured when, UTC
   * @param images in words
   * @param weights in words
   * @param repeats how often each figure is measured
   * @param notes that the figures cannot be read without
   * @param figures one a line
   */
  record Entry(
      String name,
      String what,
      String measured,
      String images,
      String weights,
      int repeats,
      List<String> notes,
      List<Line> figures) {}

  /**
   * A figure.
   *
   * @param label what was measured
   * @param unit the unit of the numbers
   * @param median the median of the values
   * @param min the smallest of the values
   * @param max the largest of the values
   * @param values in the order measured
   * @param goal what is wanted; empty when nothing is
   */
  record Line(
      String label,
      String unit,
      double median,
      double min,
      double max,
      List<Double> values,
      String goal) {
    static Line of(Figures.Figure figure) {
      Spread spread = figure.spread();
      return new Line(
          figure.label(),
          figure.unit(),
          spread.median(),
          spread.min(),
          spread.max(),
          spread.values(),
          figure.goal());
    }
  }

  /** The report of a file; an empty one when it is not there or of another machine. */
  static BenchReport of(Path file, Map<String, String> machine) throws IOException {
    if (Files.exists(file)) {
      BenchReport earlier = JSON.readValue(file.toFile(), BenchReport.class);
      if (earlier.machine().equals(machine)) {
        return earlier;
      }
    }
    return new BenchReport(machine, List.of());
  }

  /** The same with a benchmark's figures in the place of earlier ones. */
  BenchReport with(Entry entry, List<String> order) {
    List<Entry> all = new ArrayList<>(benchmarks);
    all.removeIf(each -> each.name().equals(entry.name()) || !order.contains(each.name()));
    all.add(entry);
    all.sort((a, b) -> order.indexOf(a.name()) - order.indexOf(b.name()));
    return new BenchReport(machine, List.copyOf(all));
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(file.toFile(), this);
  }
}
