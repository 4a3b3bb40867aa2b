package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as people read it: on the terminal and in {@code docs/performance.md}. */
final class MarkdownTable {
  static final String BEGIN = "<!-- bench -->";
  static final String END = "<!-- /bench -->";

  private MarkdownTable() {}

  /** The whole report: the machine, the ratios at a glance, then every benchmark's figures. */
  static String of(BenchReport report) {
    StringBuilder text = new StringBuilder();
    report.machine().forEach((name, fact) -> text.append("- ").append(name + ": " + fact + "\n"));
    text.append("\nEach figure is the median over the repeats with the smallest and the largest;");
    text.append(" each ratio is of two sides measured in turn.\n");
    text.append(ratios(report));
    report
        .benchmarks()
        .forEach(each -> text.append(section(each, report.machine().get(Machine.INSTRUCTION_SET))));
    return text.toString();
  }

  /** Says so, before an hour of measuring, when a document has no place for the report. */
  static void requireMarkers(Path document) throws IOException {
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    if (begin < 0 || text.indexOf(END) < begin) {
      throw new IOException(
          "%s has no lines '%s' and '%s': put them where the figures are to stand."
              .formatted(document, BEGIN, END));
    }
  }

  /** Puts the report between the marker lines of a document. */
  static void into(Path document, BenchReport report) throws IOException {
    requireMarkers(document);
    String text = Files.readString(document);
    String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    String after = text.substring(text.indexOf(END));
    Files.writeString(document, before + "\n\n" + of(report) + "\n" + after);
  }

  private static String ratios(BenchReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (BenchReport.Entry benchmark : report.benchmarks()) {
      for (BenchReport.Line line : benchmark.figures()) {
        if (line.unit().equals(Figures.TIMES)) {
          rows.add(List.of(benchmark.name(), line.label(), middle(line), range(line), line.goal()));
        }
      }
    }
    return rows.isEmpty()
        ? ""
        : "\n" + table(List.of("benchmark", "ratio", "median", "min - max", "wanted"), rows);
  }

  private static String section(BenchReport.Entry benchmark, String instructionSet) {
    StringBuilder text = new StringBuilder("\n### " + benchmark.name() + "\n\n");
    text.append(benchmark.what()).append('\n');
    benchmark.notes().forEach(note -> text.append(note).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "Measured %s, %d %s, %s, %s; %s.%n%n",
            benchmark.measured(),
            benchmark.repeats(),
            benchmark.repeats() == 1 ? "repeat" : "repeats",
            benchmark.images(),
            benchmark.weights(),
            instructionSet));
    return text
        + table(
            List.of("figure", "unit", "median", "min - max"),
            benchmark.figures().stream()
                .map(line -> List.of(line.label(), line.unit(), middle(line), range(line)))
                .toList());
  }

  private static String middle(BenchReport.Line line) {
    return number(line.median());
  }

  private static String range(BenchReport.Line line) {
    return line.values().size() == 1 ? "" : number(line.min()) + " - " + number(line.max());
  }

  /** Three digits that count, or all before the point. */
  private static String number(double value) {
    double size = Math.abs(value);
    if (size != 0 && size < 1e-3) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  private static String table(List<String> head, List<List<String>> rows) {
    int[] widths = new int[head.size()];
    for (int column = 0; column < widths.length; column++) {
      int at = column;
      widths[column] = rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
      widths[column] = Math.max(Math.max(widths[column], head.get(column).length()), 3);
    }
    StringBuilder text = new StringBuilder(row(head, widths));
    text.append('|');
    for (int width : widths) {
      text.append(' ').append("-".repeat(width)).append(" |");
    }
    text.append('\n');
    return text + rows.stream().map(row -> row(row, widths)).collect(Collectors.joining());
  }

  private static String row(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder("|");
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      text.append(' ').append(cell).append(" ".repeat(widths[column] - cell.length())).append(" |");
    }
    return text.append('\n').toString();
  }
}
