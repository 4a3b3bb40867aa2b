package io.github.imagefeatures.job.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.GlobPattern;

/** Takes every file of a walk, keeps the images among them, and counts the others. */
final class FoundFiles {

  private final String root;
  private final String prefix;
  private final GlobPattern glob;
  private final Map<String, String> labels = new HashMap<>();

  private List<ListedImage> images = new ArrayList<>();
  private long hidden;
  private long unmatched;
  private long unopenable;

  /**
   * @param root the folder walked, as {@code Path.toString()}
   * @param glob for names in lower case
   */
  FoundFiles(String root, GlobPattern glob) {
    this.root = root;
    this.prefix = root.endsWith("/") ? root : root + "/";
    this.glob = glob;
  }

  /**
   * Takes a file.
   *
   * @param relative its path below the root, folders separated by {@code /}
   */
  void file(String relative, long length, long modificationTime) {
    if (isHidden(relative)) {
      hidden++;
    } else if (matches(relative)) {
      images.add(new ListedImage(prefix + relative, labelOf(relative), length, modificationTime));
    } else {
      unmatched++;
    }
  }

  /**
   * Takes a link that leads nowhere. One that is called like an image is listed, so that its path
   * is reported with the images that could not be read.
   */
  void brokenLink(String relative, long modificationTime) {
    if (isHidden(relative) || matches(relative)) {
      file(relative, 0, modificationTime);
    } else {
      unopenable++;
    }
  }

  /** Takes what no one should try to open: a pipe, a device, a loop. */
  void unopenable(String relative) {
    if (isHidden(relative)) {
      hidden++;
    } else {
      unopenable++;
    }
  }

  /** The path below the root of a file that the file system gave with its whole path. */
  String relative(String path) {
    if (!path.startsWith(prefix)) {
      throw new InputException(
          "The file system listed '" + path + "', which is not under '" + root + "'.");
    }
    return path.substring(prefix.length());
  }

  /** The listing in its final order; this object is empty afterwards. */
  ImageListing toListing(long limit) {
    List<ListedImage> sorted = sortedByPath();
    long matched = sorted.size();
    if (matched == 0) {
      throw new InputException(nothingFound());
    }
    return new ImageListing(
        root, evenlySpaced(sorted, limit), matched, hidden, unmatched, unopenable);
  }

  /**
   * Sorts, and drops what would give two images one path: object stores know keys that differ only
   * in doubled slashes, and file names that are no text in the machine's character set look alike.
   */
  private List<ListedImage> sortedByPath() {
    List<ListedImage> found = images;
    images = new ArrayList<>();
    found.sort(Comparator.comparing(ListedImage::path));
    List<ListedImage> distinct = new ArrayList<>(found.size());
    for (ListedImage image : found) {
      if (distinct.isEmpty() || !distinct.get(distinct.size() - 1).path().equals(image.path())) {
        distinct.add(image);
      } else {
        unopenable++;
      }
    }
    return distinct;
  }

  private static List<ListedImage> evenlySpaced(List<ListedImage> sorted, long limit) {
    if (limit == 0 || limit >= sorted.size()) {
      return sorted;
    }
    List<ListedImage> kept = new ArrayList<>((int) limit);
    for (long i = 0; i < limit; i++) {
      kept.add(sorted.get((int) (i * sorted.size() / limit)));
    }
    return kept;
  }

  private String nothingFound() {
    long seen = hidden + unmatched + unopenable;
    if (seen == 0) {
      return "There is no file under '" + root + "'; name the folder that holds the images.";
    }
    return "There is no image under '"
        + root
        + "': of "
        + seen
        + (seen == 1 ? " file, " : " files, ")
        + unmatched
        + " do not match the glob, "
        + hidden
        + " are hidden (they, or a folder of theirs, begin with '.') and "
        + unopenable
        + " cannot be opened; name the folder that holds the images, or give a glob that matches"
        + " them.";
  }

  private boolean matches(String relative) {
    String name = relative.substring(relative.lastIndexOf('/') + 1);
    return glob.matches(ListingOptions.lowerCase(name));
  }

  private static boolean isHidden(String relative) {
    return relative.startsWith(".") || relative.contains("/.");
  }

  /** One String per label, however many images carry it. */
  private String labelOf(String relative) {
    int end = relative.lastIndexOf('/');
    if (end < 0) {
      return "";
    }
    String label = relative.substring(relative.lastIndexOf('/', end - 1) + 1, end);
    return labels.computeIfAbsent(label, same -> same);
  }
}
