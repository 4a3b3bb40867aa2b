package io.github.imagefeatures.job.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The shown classes by name, and the colour of each: the same in the plots and on the page. */
final class ClassColours {

  private final Map<String, Integer> indices = new TreeMap<>();

  ClassColours(ReportData.Sample sample) {
    sample.points().forEach(point -> indices.put(point.label(), 0));
    int index = 0;
    for (Map.Entry<String, Integer> entry : indices.entrySet()) {
      entry.setValue(index++);
    }
  }

  List<String> labels() {
    return List.copyOf(indices.keySet());
  }

  int index(String label) {
    return indices.get(label);
  }

  /** Returns a class's colour in CSS notation, which is transparent if no image of it is shown. */
  String css(String label) {
    return indices.containsKey(label)
        ? Palette.css(Palette.of(index(label), indices.size()))
        : "transparent";
  }
}
