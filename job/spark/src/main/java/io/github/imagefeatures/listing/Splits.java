package io.github.imagefeatures.listing;

import io.github.imagefeatures.spill.RowBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The splits of a set that is divided by folders: {@code Training/Apple/1.jpg} beside {@code
 * Test/Apple/1.jpg}. One such folder alone divides nothing.
 */
public final class Splits {
  private static final Map<String, String> SPLITS =
      Map.of(
          "train", "train",
          "training", "train",
          "test", "test",
          "testing", "test",
          "val", "val",
          "valid", "val",
          "validation", "val");

  private Splits() {}

  /**
   * Gives each image the split that the folder above its own is named for.
   *
   * @param images whose paths begin with the prefix
   * @param prefix the folder that was listed, or the tar, with a slash at its end
   * @return the images; the same ones when fewer than two splits are among them
   */
  static List<ListedImage> marked(List<ListedImage> images, String prefix) {
    Set<String> found =
        images.stream().map(image -> splitOf(image, prefix)).collect(Collectors.toSet());
    found.remove("");
    if (found.size() < 2) {
      return images;
    }
    RowBuffer<ListedImage> marked = ListedImageCodec.buffer();
    images.forEach(image -> marked.add(image.as(image.label(), splitOf(image, prefix))));
    return marked.toList();
  }

  private static String splitOf(ListedImage image, String prefix) {
    String path = image.path();
    int name = path.lastIndexOf('/');
    int folder = path.lastIndexOf('/', name - 1);
    if (folder < prefix.length()) {
      return "";
    }
    int end = NameRules.isTar(path.substring(0, folder)) ? folder - ".tar".length() : folder;
    int start = Math.max(prefix.length(), path.lastIndexOf('/', folder - 1) + 1);
    return end < start
        ? ""
        : SPLITS.getOrDefault(NameRules.lowerCase(path.substring(start, end)), "");
  }

  /**
   * Counts by split in words, the largest first.
   *
   * @param counts by the split's name; the empty one is that of images in none
   * @return such as {@code train 6,231, test 2,103}
   */
  public static String inWords(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(
            split ->
                String.format(
                    Locale.ROOT,
                    "%s %,d",
                    split.getKey().isEmpty() ? "(none)" : split.getKey(),
                    split.getValue()))
        .collect(Collectors.joining(", "));
  }
}
