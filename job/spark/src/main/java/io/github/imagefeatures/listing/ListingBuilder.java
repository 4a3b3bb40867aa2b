package io.github.imagefeatures.listing;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.spill.ExternalSort;
import io.github.imagefeatures.spill.RowBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes every file of a walk, keeps the images and the tars among them, and counts the others: from
 * several threads at once, each of which finds out by itself what its files are. When the tars have
 * been scanned, it takes what is in them.
 */
final class ListingBuilder {

  private final String root;
  private final String prefix;
  private final NameRules names;
  private final Map<String, String> labels = new ConcurrentHashMap<>();
  private final Map<String, String> labelsBesideTars = new TreeMap<>();

  /** Of files of their own those whose path an image in a tar may have, too. */
  private final Set<String> asIfInTars = new HashSet<>();

  private final ExternalSort<ListedImage> images;
  private long hidden;
  private final SuffixCounts unmatched = new SuffixCounts();
  private long unopenable;
  private long compressed;

  /**
   * @param root the folder walked, or the only tar, a path as {@link ImagePath} gives it
   * @param names what is an image
   */
  ListingBuilder(String root, NameRules names) {
    this(root, names, ListedImageCodec.IN_MEMORY);
  }

  /**
   * @param inMemory images that memory may hold while they are sorted
   */
  ListingBuilder(String root, NameRules names, int inMemory) {
    this.images =
        new ExternalSort<>(
            // Files of one path come in any order, and of them one is kept.
            Comparator.comparing(ListedImage::file)
                .thenComparingLong(ListedImage::offset)
                .thenComparingLong(ListedImage::length)
                .thenComparingLong(ListedImage::modificationTime),
            new ListedImageCodec(),
            inMemory);
    this.root = root;
    this.prefix = root.endsWith("/") ? root : root + "/";
    this.names = names;
  }

  /**
   * Takes a file.
   *
   * @param relative its path below the folder, parents separated by {@code /}
   */
  void file(String relative, long length, long modificationTime) {
    boolean isTar = NameRules.isTar(relative);
    if (NameRules.isHidden(relative)) {
      hidden();
    } else if (isTar && length > 0) {
      tar(prefix + relative, labelOf(relative));
    } else if (isTar || names.isImage(relative)) {
      image(new ListedImage(prefix + relative, labelOf(relative), length, modificationTime));
    } else if (NameRules.isCompressedTar(relative)) {
      compressed();
    } else {
      unmatched(relative);
    }
  }

  private void image(ListedImage image) {
    add(image, NameRules.lowerCase(image.path()).contains(".tar/"));
  }

  private synchronized void add(ListedImage image, boolean isAsIfInTar) {
    images.add(image);
    if (isAsIfInTar) {
      asIfInTars.add(image.path());
    }
  }

  private synchronized void hidden() {
    hidden++;
  }

  private synchronized void compressed() {
    compressed++;
  }

  private synchronized void unmatched(String relative) {
    unmatched.add(relative);
  }

  /**
   * Takes a tar to be scanned.
   *
   * @param path the whole of it
   * @param label the label of an image that lies beside it
   */
  synchronized void tar(String path, String label) {
    labelsBesideTars.put(path, label);
  }

  /** Paths of the tars, sorted. */
  List<String> tars() {
    return List.copyOf(labelsBesideTars.keySet());
  }

  /** Takes what is in one of the tars. */
  void contents(TarContents contents) {
    String tar = contents.tar();
    String beside = labelsBesideTars.get(tar);
    for (TarContents.Member image : contents.images()) {
      images.add(
          new ListedImage(
              tar + "/" + image.name(),
              image.label() == null ? beside : same(image.label()),
              image.length(),
              contents.modificationTime(),
              tar,
              image.offset()));
    }
    if (!contents.isWhole()) {
      long from = contents.readableTo();
      images.add(
          ListedImage.restOfTar(
              tar, beside, from, contents.length() - from, contents.modificationTime()));
    }
    hidden += contents.hidden();
    unmatched.add(contents.unmatched());
    unopenable += contents.unopenable();
  }

  /**
   * Takes a link that leads nowhere. One that is called like an image is listed, so that its path
   * is reported with the images that could not be read.
   */
  void brokenLink(String relative, long modificationTime) {
    boolean isWanted = NameRules.isTar(relative) || names.isImage(relative);
    if (NameRules.isHidden(relative) || isWanted) {
      file(relative, 0, modificationTime);
    } else {
      unopenable++;
    }
  }

  /** Takes what no one should try to open: a pipe, a device, a loop. */
  void unopenable(String relative) {
    if (NameRules.isHidden(relative)) {
      hidden++;
    } else {
      unopenable++;
    }
  }

  /** The path below the root of a file that the file system gave with its whole path. */
  String relative(String path) {
    if (!path.startsWith(prefix)) {
      throw new InputException(
          FailureId.FILE_FROM_ELSEWHERE,
          "The file system listed '" + path + "', which is not under '" + root + "'.");
    }
    return path.substring(prefix.length());
  }

  /** The listing in its final order; this object is empty afterwards. */
  ImageListing toListing() {
    List<ListedImage> sorted = sortedByFile();
    long matched = sorted.size();
    if (matched == 0) {
      throw new InputException(FailureId.NO_IMAGES, nothingFound());
    }
    return new ImageListing(
        root,
        Splits.marked(sorted, prefix),
        matched,
        hidden,
        unmatched.total(),
        unopenable,
        compressed,
        unmatched.asMap(),
        null);
  }

  /**
   * Sorts, and drops what would give two images one path: object stores know keys that differ only
   * in doubled slashes, and a key below that of a tar.
   */
  private List<ListedImage> sortedByFile() {
    RowBuffer<ListedImage> distinct = ListedImageCodec.buffer();
    String last = null;
    for (Iterator<ListedImage> sorted = images.sorted(); sorted.hasNext(); ) {
      ListedImage image = sorted.next();
      boolean again =
          image.tar() == null ? image.path().equals(last) : asIfInTars.contains(image.path());
      if (again) {
        unopenable++;
      } else {
        distinct.add(image);
        last = image.path();
      }
    }
    return distinct.toList();
  }

  private String nothingFound() {
    long others = unmatched.total();
    long seen = hidden + others + unopenable + compressed;
    if (seen == 0) {
      return "There is no file under '" + root + "'; name the folder that holds the images.";
    }
    if (seen == compressed) {
      return "There are only compressed tars under '"
          + root
          + "'; unpack them, or pack them again as plain .tar.";
    }
    return "There is no image under '"
        + root
        + "': of "
        + seen
        + (seen == 1 ? " file, " : " files, ")
        + others
        + (others == 0 ? "" : " (" + SuffixCounts.inWords(unmatched.asMap()) + ")")
        + " do not match the glob, "
        + hidden
        + " are hidden (they, or a folder of theirs, begin with '.', or lie in @eaDir or __MACOSX)"
        + (compressed == 0 ? " and " : ", " + compressed + " are compressed tars and ")
        + unopenable
        + " cannot be opened; name the folder that holds the images, or give a glob that matches"
        + " them.";
  }

  private String labelOf(String relative) {
    return same(NameRules.folderOf(relative));
  }

  /** One String per label, however many images carry it. */
  private String same(String label) {
    return labels.computeIfAbsent(label, first -> first);
  }
}
