package io.github.imagefeatures.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the sides of a comparison in turn, A B A B, so that whatever slows the machine meets both.
 */
final class Turns<T> {
  /** One side, run once. */
  interface Side<T> {
    T run() throws IOException;
  }

  private final int repeats;
  private final PrintWriter progress;
  private final Map<String, Side<T>> sides = new LinkedHashMap<>();

  Turns(int repeats, PrintWriter progress) {
    this.repeats = repeats;
    this.progress = progress;
  }

  Turns<T> side(String name, Side<T> side) {
    sides.put(name, side);
    return this;
  }

  /** What each side gave, turn by turn. */
  Map<String, List<T>> run() throws IOException {
    Map<String, List<T>> results = new LinkedHashMap<>();
    for (int turn = 1; turn <= repeats; turn++) {
      for (Map.Entry<String, Side<T>> side : sides.entrySet()) {
        progress.printf(Locale.ROOT, "  %s, %d of %d%n", side.getKey(), turn, repeats);
        progress.flush();
        results
            .computeIfAbsent(side.getKey(), name -> new ArrayList<>())
            .add(side.getValue().run());
      }
    }
    return results;
  }
}
