package io.github.imagefeatures.findings;

import io.github.imagefeatures.neighbours.Images;
import java.util.ArrayList;
import java.util.List;

/** Pictures with little on them, by the range of their luma. */
final class LowInformation {
  /** Levels: nearly black is up to here, and nearly white as near to the other end. */
  private static final int NEARLY = 20;

  private static final int WHITE = 255;

  /** Levels between the darkest and the brightest pixels of one colour. */
  private static final int ONE_COLOUR = 8;

  private LowInformation() {}

  static List<Finding> find(Images images, List<ImageRecord> records) {
    List<Finding> found = new ArrayList<>();
    for (int image = 0; image < images.count(); image++) {
      ImageRecord record = records.get(image);
      if (record.darkest() != null && record.brightest() != null) {
        add(images.path(image), images.label(image), record, found);
      }
    }
    return found;
  }

  private static void add(String path, String label, ImageRecord record, List<Finding> found) {
    int darkest = record.darkest();
    int brightest = record.brightest();
    if (brightest <= NEARLY) {
      found.add(
          Finding.of(
              FindingKind.NEARLY_BLACK,
              path,
              label,
              brightest,
              "99 %% of the pixels have a brightness of at most %d of 255.",
              brightest));
    } else if (darkest >= WHITE - NEARLY) {
      found.add(
          Finding.of(
              FindingKind.NEARLY_WHITE,
              path,
              label,
              darkest,
              "99 %% of the pixels have a brightness of at least %d of 255.",
              darkest));
    } else if (brightest - darkest <= ONE_COLOUR) {
      found.add(
          Finding.of(
              FindingKind.ONE_COLOUR,
              path,
              label,
              brightest - darkest,
              "98 %% of the pixels have a brightness of %d to %d of 255.",
              darkest,
              brightest));
    }
  }
}
