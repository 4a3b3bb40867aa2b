package io.github.imagefeatures.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What a benchmark found, figure by figure. */
final class Figures {
  static final String SECONDS = "s";
  static final String RATE = "images/s";
  static final String MEBIBYTES = "MiB";
  static final String TIMES = "x";

  /**
   * One line of the table.
   *
   * @param label what was measured
   * @param unit the unit of the values
   * @param spread the values
   * @param goal for a ratio: at least so much is wanted; empty when nothing is
   */
  record Figure(String label, String unit, Spread spread, String goal) {}

  private final List<Figure> all = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void add(String label, String unit, List<Double> values) {
    all.add(new Figure(label, unit, new Spread(values), ""));
  }

  <T> void add(String label, String unit, List<T> turns, ToDoubleFunction<T> figure) {
    add(label, unit, turns.stream().map(figure::applyAsDouble).toList());
  }

  /**
   * Adds a ratio: turn by turn, so that both sides of each were measured right after one another.
   *
   * @param above the numerators
   * @param below the denominators, as many
   * @param goal what is wanted, such as {@code at least 3.0}; empty when nothing is
   */
  void addRatio(String label, List<Double> above, List<Double> below, String goal) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < above.size(); i++) {
      ratios.add(above.get(i) / below.get(i));
    }
    all.add(new Figure(label, TIMES, new Spread(ratios), goal));
  }

  /** Adds a sentence that the figures cannot be read without. */
  void note(String sentence) {
    notes.add(sentence);
  }

  List<Figure> all() {
    return List.copyOf(all);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
