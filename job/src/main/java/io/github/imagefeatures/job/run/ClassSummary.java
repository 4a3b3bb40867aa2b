package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.report.ReportData;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;

/**
 * How many images every class has.
 *
 * @param images featurized ones by class
 * @param rejected others by class
 */
record ClassSummary(SortedMap<String, Long> images, SortedMap<String, Long> rejected) {

  /**
   * Counts.
   *
   * @param images labels of featurized images
   * @param rejected labels of the others
   */
  static ClassSummary of(JavaRDD<String> images, JavaRDD<String> rejected) {
    return new ClassSummary(countEach(images), countEach(rejected));
  }

  private static SortedMap<String, Long> countEach(JavaRDD<String> all) {
    return all.mapPartitions(
            labels -> {
              TreeMap<String, Long> counts = new TreeMap<>();
              labels.forEachRemaining(label -> counts.merge(label, 1L, Long::sum));
              return List.of(counts).iterator();
            })
        .fold(new TreeMap<>(), ClassSummary::sum);
  }

  private static TreeMap<String, Long> sum(TreeMap<String, Long> a, TreeMap<String, Long> b) {
    b.forEach((label, count) -> a.merge(label, count, Long::sum));
    return a;
  }

  /** Featurized images of all classes. */
  long total() {
    return images.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Every class by name, those of which all images were rejected included. */
  List<ReportData.ImageClass> list(ClassSpreads spreads) {
    TreeSet<String> labels = new TreeSet<>(images.keySet());
    labels.addAll(rejected.keySet());
    return labels.stream()
        .map(
            label ->
                new ReportData.ImageClass(
                    label,
                    images.getOrDefault(label, 0L),
                    rejected.getOrDefault(label, 0L),
                    spreads.of(label)))
        .toList();
  }
}
