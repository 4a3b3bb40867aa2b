package io.github.imagefeatures.findings;

import java.util.Locale;

/**
 * One finding.
 *
 * @param path the image; null for what is found of a label
 * @param kind what it is
 * @param score the figure that made it a finding; what it measures depends on the kind
 * @param otherPath the image that it was held against; null where there is none
 * @param label the label that it has; empty when it has none
 * @param suggestedLabel the label that it might have, or is taken for; null where that is not the
 *     question
 * @param message a sentence with the score and what it is measured by
 */
public record Finding(
    String path,
    FindingKind kind,
    double score,
    String otherPath,
    String label,
    String suggestedLabel,
    String message) {

  /** A finding of one image and no other label. */
  static Finding of(
      FindingKind kind, String path, String label, double score, String format, Object... args) {
    return new Finding(path, kind, score, null, label, null, sentence(format, args));
  }

  static String sentence(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }
}
