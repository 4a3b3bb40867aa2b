package io.github.imagefeatures.listing;

import java.io.Serializable;
import java.util.List;

/**
 * What the headers of a tar say.
 *
 * @param tar path of the tar
 * @param modificationTime the modification time of the tar, milliseconds since 1970-01-01 UTC
 * @param length the length of the tar, in bytes
 * @param images in the order in which they lie in the tar; no name occurs twice
 * @param hidden files whose name, or a folder's on the way, begins with a dot
 * @param unmatched other files that are not images by their name, by suffix
 * @param unopenable links, sparse files, devices, and files that another of the same name replaces
 * @param readableTo where the tar is damaged or cut off; {@link #WHOLE} if it is whole, or if it is
 *     cut off within one of the images, whose end then lies beyond the tar's
 * @serial exclude
 */
public record TarContents(
    String tar,
    long modificationTime,
    long length,
    List<Member> images,
    long hidden,
    SuffixCounts unmatched,
    long unopenable,
    long readableTo)
    implements Serializable {

  /** The value of {@link #readableTo} for a tar of which nothing is lost. */
  static final long WHOLE = -1;

  /**
   * An image in a tar.
   *
   * @param name folders separated by {@code /}, without {@code ./} or {@code /} before it
   * @param label the label of its folder in the tar or of its sample; null if it has neither
   * @param offset the offset of its first byte in the tar
   * @param length in bytes
   */
  record Member(String name, String label, long offset, long length) implements Serializable {}

  boolean isWhole() {
    return readableTo == WHOLE;
  }
}
