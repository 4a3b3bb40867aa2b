package io.github.imagefeatures.neighbours;

import io.github.imagefeatures.neighbours.EmbeddingAccuracy.OfSpace;
import java.util.List;
import java.util.Locale;

/**
 * The fewest components by which the nearest neighbour has an image's label about as often as by
 * all of them, measured as {@link EmbeddingAccuracy} says; part of the manifest. {@link
 * FewestComponentsSearch} finds it.
 *
 * @param judged images that it was measured on
 * @param measured what was tried, in the order of the numbers of components, all of them last
 * @param components the fewest that lose less than half a point of {@code top1} against all
 */
public record FewestComponents(long judged, List<OfSpace> measured, int components) {
  /**
   * {@return what was given up and what for, such as {@code 99.5 % beside their own class, 99.7 %
   * by all 915}}
   */
  public String inWords() {
    OfSpace all = measured.get(measured.size() - 1);
    OfSpace chosen =
        measured.stream().filter(each -> each.dimensions() == components).findFirst().orElse(all);
    return String.format(
        Locale.ROOT,
        "%.1f %% of the images beside their own class, of %.1f %% by all %d",
        100 * chosen.top1(),
        100 * all.top1(),
        all.dimensions());
  }
}
