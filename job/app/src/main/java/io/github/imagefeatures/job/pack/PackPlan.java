package io.github.imagefeatures.job.pack;

import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a pack was begun with. It stays while the pack is unfinished, so that the tars begin at the
 * same images when it is resumed, even if images have come or gone: only the tars that these belong
 * to are written again.
 *
 * @param from the folder of the images
 * @param glob which files are images
 * @param limit the most images, 0 for all
 * @param tarSize the most bytes of a tar that holds more than one image
 * @param starts the first member of each tar
 */
record PackPlan(String from, String glob, long limit, long tarSize, List<String> starts) {
  private static final int RECORD = 512;

  /** The end of a tar is marked by two records of zeros. */
  private static final int END = 2 * RECORD;

  /** What stands in an extended header beside a name. */
  private static final int EXTENDED = 64;

  /** A name that a plain header has no room for stands in an extended one. */
  private static final int LONG_NAME = 100;

  /** A length that a plain header has no room for stands in an extended one. */
  private static final long LARGE = 1L << 33;

  PackPlan {
    starts = List.copyOf(starts);
  }

  /** Fills one tar after the other in the listing's order. */
  static PackPlan of(PackOptions options, ImageListing listing) {
    List<String> starts = new ArrayList<>();
    long left = 0;
    for (ListedImage image : listing.images()) {
      String member = listing.relativePath(image);
      long bytes = bytesOf(member, image.length());
      if (starts.isEmpty() || bytes > left) {
        starts.add(member);
        left = options.tarSize() - END;
      }
      left -= bytes;
    }
    return new PackPlan(
        listing.root(),
        options.listing().glob(),
        options.listing().limit(),
        options.tarSize(),
        starts);
  }

  /** The tars of a listing. One whose images are all gone is not among them. */
  List<PlannedTar> tars(ImageListing listing) {
    List<ListedImage> images = listing.images();
    ListedImage any = images.get(0);
    int prefix = any.path().length() - listing.relativePath(any).length();
    List<PlannedTar> tars = new ArrayList<>(starts.size());
    int from = 0;
    for (int i = 0; i < starts.size(); i++) {
      int to = from;
      while (to < images.size()
          && (i + 1 == starts.size()
              || images.get(to).path().substring(prefix).compareTo(starts.get(i + 1)) < 0)) {
        to++;
      }
      if (to > from) {
        // A copy, because a part of a list is no value that Spark sends.
        tars.add(new PlannedTar(name(i), prefix, new ArrayList<>(images.subList(from, to))));
      }
      from = to;
    }
    return tars;
  }

  /** Whether other options, or another folder, made the plan. */
  boolean differsFrom(PackOptions options, String root) {
    return !from.equals(root)
        || !glob.equals(options.listing().glob())
        || limit != options.listing().limit()
        || tarSize != options.tarSize();
  }

  /** The options that the plan was made with, as they are given. */
  String options() {
    return String.format(
        Locale.ROOT, "--from %s --tar-size %d --glob '%s' --limit %d", from, tarSize, glob, limit);
  }

  /** Names of one length, so that they sort as the images do. */
  private String name(int tar) {
    int digits = Math.max(5, Integer.toString(starts.size() - 1).length());
    return "pack-%s.tar".formatted(String.format(Locale.ROOT, "%0" + digits + "d", tar));
  }

  private static long bytesOf(String member, long length) {
    int name = member.getBytes(StandardCharsets.UTF_8).length;
    boolean isExtended = name >= LONG_NAME || name > member.length() || length >= LARGE;
    long headers = RECORD + (isExtended ? RECORD + padded(name + EXTENDED) : 0);
    return headers + padded(length);
  }

  private static long padded(long bytes) {
    return (bytes + RECORD - 1) / RECORD * RECORD;
  }
}
