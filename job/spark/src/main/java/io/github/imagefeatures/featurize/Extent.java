package io.github.imagefeatures.featurize;

import io.github.imagefeatures.listing.ListedImage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What is read from a store by one request: an image that is a file of its own, or images that lie
 * close behind one another in a tar.
 *
 * @param images one or more; of one tar, if several
 * @param start the start of the first one, in bytes from the start of the file
 * @param end the end of the last one
 */
record Extent(List<ListedImage> images, long start, long end) {

  /** What a file is taken to have that nobody has looked at: more than most photographs. */
  private static final long PRESUMED_BYTES = 8L << 20;

  /**
   * Joins neighbours.
   *
   * @param images in any order; the listing's keeps neighbours together
   * @param mostBytes the most bytes that an extent of several images has
   */
  static Iterator<Extent> of(Iterator<ListedImage> images, long mostBytes) {
    return new Iterator<>() {
      private ListedImage next = advance();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Extent next() {
        if (next == null) {
          throw new NoSuchElementException();
        }
        Extent extent = starting(next);
        next = advance();
        while (next != null && extent.isFollowedBy(next, mostBytes)) {
          extent = extent.with(next);
          next = advance();
        }
        return extent;
      }

      private ListedImage advance() {
        return images.hasNext() ? images.next() : null;
      }
    };
  }

  /** The file to open. */
  String file() {
    return images.get(0).file();
  }

  /** What is held of it once it is read. */
  long bytes() {
    return images.get(0).length() == ListedImage.UNKNOWN_LENGTH ? PRESUMED_BYTES : end - start;
  }

  private static Extent starting(ListedImage image) {
    List<ListedImage> images = new ArrayList<>();
    images.add(image);
    // Of the rest of a tar nothing is read.
    long end = image.restOfTar() ? image.offset() : image.offset() + image.length();
    return new Extent(images, image.offset(), end);
  }

  private boolean isFollowedBy(ListedImage image, long mostBytes) {
    return image.tar() != null
        && image.tar().equals(images.get(0).tar())
        && !image.restOfTar()
        && image.offset() >= end
        && image.offset() + image.length() - start <= mostBytes;
  }

  private Extent with(ListedImage image) {
    images.add(image);
    return new Extent(images, start, image.offset() + image.length());
  }
}
