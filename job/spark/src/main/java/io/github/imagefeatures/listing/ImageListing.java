package io.github.imagefeatures.listing;

import io.github.imagefeatures.spill.RowBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images found under one folder, and what was left out.
 *
 * <p>The images are sorted by the path of their file (Java's {@code String.compareTo}: by UTF-16
 * code unit, the same in every language and on every machine), those of one tar by where they lie
 * in it, and no path occurs twice. With a limit of n out of m images, those at positions {@code
 * floor(i * m / n)}, i = 0..n-1, of the sorted listing are kept: evenly spaced, so that a try-out
 * sees every class in its proportion and not only the first one, and the same ones every time.
 *
 * @param root the folder that was listed, a path as {@link ImagePath} gives it
 * @param images the images of this run, sorted by path; unmodifiable. Above {@link
 *     ListedImageCodec#IN_MEMORY} they lie on disk, and are best read in their order
 * @param matched how many images there were before the limit
 * @param skippedHidden files left out because their name, or a folder's on the way below the root,
 *     begins with {@code .}, or because they lie in a folder {@code @eaDir} or {@code __MACOSX}
 * @param skippedByGlob other files whose name does not match the glob
 * @param skippedUnopenable what cannot be opened as a file of its own: named pipes, sockets and
 *     devices, links that lead back to a folder above them, links that lead nowhere and whose name
 *     does not match the glob, files that share the path of another one, and in tars all links and
 *     sparse files
 * @param skippedCompressed compressed tars: nothing in them can be found without reading all before
 *     it
 * @param skippedSuffixes the files of {@code skippedByGlob} by the suffix of their names, such as
 *     {@code .txt}; under the empty suffix those that have none, or a rare one among very many
 * @param labels the file that the labels are from; null when they are the names of folders
 */
public record ImageListing(
    String root,
    List<ListedImage> images,
    long matched,
    long skippedHidden,
    long skippedByGlob,
    long skippedUnopenable,
    long skippedCompressed,
    Map<String, Long> skippedSuffixes,
    LabelsOrigin labels) {

  /**
   * Checks that the root is there and takes the images as they are now.
   *
   * @param skippedSuffixes see the record; null for none
   */
  public ImageListing {
    Objects.requireNonNull(root, "root");
    images = RowBuffer.isSpilled(images) ? images : List.copyOf(images);
    skippedSuffixes =
        skippedSuffixes == null
            ? Map.of()
            : Collections.unmodifiableSortedMap(new TreeMap<>(skippedSuffixes));
  }

  /**
   * A listing that left nothing out.
   *
   * @param root as above
   * @param images as above
   */
  public ImageListing(String root, List<ListedImage> images) {
    this(root, images, images.size(), 0, 0, 0, 0, Map.of(), null);
  }

  /**
   * The same counts with other images.
   *
   * @param others images of the same root
   * @return a listing of them
   */
  public ImageListing with(List<ListedImage> others) {
    return with(others, labels);
  }

  /**
   * The same counts with other images, whose labels are from a file.
   *
   * @param others images of the same root
   * @param origin that file; null when the labels are the names of folders
   * @return a listing of them
   */
  public ImageListing with(List<ListedImage> others, LabelsOrigin origin) {
    return new ImageListing(
        root,
        others,
        matched,
        skippedHidden,
        skippedByGlob,
        skippedUnopenable,
        skippedCompressed,
        skippedSuffixes,
        origin);
  }

  /**
   * At most so many of the images, evenly spaced.
   *
   * @param limit how many; 0 for all of them
   * @return the listing of a run with this limit
   */
  public ImageListing limited(long limit) {
    if (limit == 0 || limit >= images.size()) {
      return this;
    }
    RowBuffer<ListedImage> kept = ListedImageCodec.buffer();
    for (long i = 0; i < limit; i++) {
      kept.add(images.get((int) (i * images.size() / limit)));
    }
    return with(kept.toList());
  }

  /**
   * How many images there are in each split.
   *
   * @return the counts by the split's name, under the empty one those of no split; none when the
   *     set is not divided
   */
  public SortedMap<String, Long> countBySplit() {
    SortedMap<String, Long> counts = new TreeMap<>();
    images.forEach(image -> counts.merge(image.split(), 1L, Long::sum));
    return counts.keySet().equals(Set.of("")) ? new TreeMap<>() : counts;
  }

  /**
   * Whether the limit left images out.
   *
   * @return true if there were more images than are in the listing
   */
  public boolean isLimited() {
    return matched > images.size();
  }

  /**
   * How many images there are and how large, for the log.
   *
   * @return such as {@code 393 images, 2345678 bytes}
   */
  public String counts() {
    return String.format(
        Locale.ROOT,
        "%d images, %d bytes",
        images.size(),
        images.stream().mapToLong(ListedImage::length).sum());
  }

  /**
   * The path of one of the images below the root, folders separated by {@code /}.
   *
   * @param image one of {@link #images}
   * @return its folders and name; the name alone if the root is the image itself
   */
  public String relativePath(ListedImage image) {
    int start = image.path().equals(root) ? root.lastIndexOf('/') : root.length();
    return image.path().substring(image.path().startsWith("/", start) ? start + 1 : start);
  }
}
