package io.github.imagefeatures.listing;

import java.io.Serializable;
import java.util.Collection;
import java.util.Objects;

/**
 * One row of a listing: an image that was found, without its content. It is a file of its own, or a
 * member of a tar.
 *
 * @param path as {@link ImagePath} describes it; {@link ImagePath#file} finds the file again. For a
 *     member of a tar it is the tar's path, {@code /}, and the member's name without {@code ./} or
 *     {@code /} before it: where the image would lie if the tar were a folder.
 * @param label name of the folder that holds the image; empty for an image that lies directly in
 *     the folder that was listed; see {@link TarScanner} for members of a tar
 * @param length bytes as the file system or the tar told them, 0 for an empty file and for a
 *     symbolic link that leads nowhere (only opening it tells the two apart), {@link
 *     #UNKNOWN_LENGTH} where a path is all that is known
 * @param modificationTime the modification time of the file, for a member that of its tar,
 *     milliseconds since 1970-01-01 UTC
 * @param tar path of the tar that the image is a member of; null for a file of its own
 * @param offset the offset of the member's first byte in the tar; 0 for a file of its own
 * @param split which part of a divided set it belongs to, such as {@code train}; empty where the
 *     set is not divided
 * @serial exclude
 */
public record ListedImage(
    String path,
    String label,
    long length,
    long modificationTime,
    String tar,
    long offset,
    String split)
    implements Serializable {

  /** The length of a file that nobody has looked at. */
  public static final long UNKNOWN_LENGTH = -1;

  /**
   * Checks that path and label are there.
   *
   * @param split see the record; null in a listing of an older version
   */
  public ListedImage {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(label, "label");
    split = split == null ? "" : split;
  }

  /**
   * An image of a set that is not divided.
   *
   * @param path as above
   * @param label as above
   * @param length as above
   * @param modificationTime as above
   * @param tar as above
   * @param offset as above
   */
  public ListedImage(
      String path, String label, long length, long modificationTime, String tar, long offset) {
    this(path, label, length, modificationTime, tar, offset, "");
  }

  /**
   * An image that is a file of its own.
   *
   * @param path as above
   * @param label as above
   * @param length as above
   * @param modificationTime as above
   */
  public ListedImage(String path, String label, long length, long modificationTime) {
    this(path, label, length, modificationTime, null, 0);
  }

  /**
   * A file of its own of which nothing but the path is known: it may not even be there.
   *
   * @param path as above
   * @return a row without a label
   */
  public static ListedImage ofPath(String path) {
    return new ListedImage(path, "", UNKNOWN_LENGTH, 0);
  }

  /**
   * What is left of a tar that is damaged or cut off: no image, but the place of those that are
   * lost, so that they are missed.
   *
   * @param tar path of the tar
   * @param label the label of an image that lies beside the tar
   * @param offset where the tar ceases to be readable
   * @param length bytes from there to its end
   * @param modificationTime the modification time of the tar
   * @return a row with the tar's own path
   */
  static ListedImage restOfTar(
      String tar, String label, long offset, long length, long modificationTime) {
    return new ListedImage(tar, label, length, modificationTime, tar, offset);
  }

  /**
   * The same image under another label and in another split.
   *
   * @param newLabel its label
   * @param newSplit its split; empty for none
   * @return the image
   */
  public ListedImage as(String newLabel, String newSplit) {
    return new ListedImage(path, newLabel, length, modificationTime, tar, offset, newSplit);
  }

  /**
   * Whether this is what is left of a damaged tar.
   *
   * @return true if there is no image to be read here
   */
  public boolean restOfTar() {
    return path.equals(tar);
  }

  /**
   * The file to open, by {@link ImagePath#file}.
   *
   * @return the tar's path or the image's own
   */
  public String file() {
    return tar == null ? path : tar;
  }

  /**
   * The mean length of images.
   *
   * @param images any number of them
   * @return bytes; 0 without images
   */
  public static double meanLength(Collection<ListedImage> images) {
    return images.stream().mapToLong(ListedImage::length).average().orElse(0);
  }
}
