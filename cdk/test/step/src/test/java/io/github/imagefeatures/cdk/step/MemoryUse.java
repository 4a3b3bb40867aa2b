package io.github.imagefeatures.cdk.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The physical memory of a container, heap and natives together, as its NodeManager saw it.
 *
 * @param limitMib above it the NodeManager ends the container
 */
record MemoryUse(double usedMib, double limitMib) {
  private static final Pattern LINE =
      Pattern.compile(
          "for container-id (container_\\w+): ([\\d.]+) ([MG])B of ([\\d.]+) ([MG])B physical");

  /** The most that each container used, by the lines of the NodeManager's monitor. */
  static Map<String, MemoryUse> peaks(Path log) throws IOException {
    Map<String, MemoryUse> peaks = new TreeMap<>();
    try (Stream<String> lines = Files.lines(log)) {
      lines
          .map(LINE::matcher)
          .filter(Matcher::find)
          .forEach(
              found ->
                  peaks.merge(
                      found.group(1),
                      new MemoryUse(
                          mib(found.group(2), found.group(3)), mib(found.group(4), found.group(5))),
                      (one, other) -> one.usedMib > other.usedMib ? one : other));
    }
    return peaks;
  }

  private static double mib(String number, String unit) {
    return Double.parseDouble(number) * (unit.equals("G") ? 1024 : 1);
  }

  @Override
  public String toString() {
    return "%.0f of %.0f MiB".formatted(usedMib, limitMib);
  }
}
