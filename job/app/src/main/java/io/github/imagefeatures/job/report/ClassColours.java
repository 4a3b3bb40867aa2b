package io.github.imagefeatures.job.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shown classes by name, and the colour of each: the same in the plots and on the page. No
 * colour stands for two classes. Where there are more classes than colours, the largest ones have
 * them, of those equally large the first by name, and all others are grey together.
 */
final class ClassColours {

  private final Map<String, Integer> indices = new TreeMap<>();
  private final Map<String, Color> colours = new TreeMap<>();

  ClassColours(ReportData.Sample sample) {
    Map<String, Integer> sizes = new TreeMap<>();
    sample.points().forEach(point -> sizes.merge(point.label(), 1, Integer::sum));
    sizes.keySet().forEach(label -> indices.put(label, indices.size()));
    List<String> coloured = new ArrayList<>(sizes.keySet());
    coloured.sort(Comparator.comparing(sizes::get).reversed());
    coloured.stream()
        .limit(Palette.DISTINCT.size())
        .sorted()
        .forEach(label -> colours.put(label, Palette.DISTINCT.get(colours.size())));
  }

  List<String> labels() {
    return List.copyOf(indices.keySet());
  }

  int index(String label) {
    return indices.get(label);
  }

  /** The classes with a colour of their own, by name. */
  List<String> coloured() {
    return List.copyOf(colours.keySet());
  }

  /** The classes that are grey together, by name. */
  List<String> others() {
    return indices.keySet().stream().filter(label -> !colours.containsKey(label)).toList();
  }

  /** The colour of a class, grey for one of the others. */
  Color of(String label) {
    return colours.getOrDefault(label, Palette.OTHER);
  }

  /** Returns a class's colour in CSS notation, which is transparent if no image of it is shown. */
  String css(String label) {
    if (!indices.containsKey(label)) {
      return "transparent";
    }
    return colours.containsKey(label) ? Palette.css(colours.get(label)) : "var(--other)";
  }
}
