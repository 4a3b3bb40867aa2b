package io.github.imagefeatures.listing;

import org.apache.hadoop.fs.Path;

/**
 * The path of an image, as tables, files and sentences give it. A local file has its plain path,
 * which every program opens; a file of any other store has its address. Nothing in it is escaped:
 * spaces, {@code #}, {@code %} and line breaks stand in it as they do in the file's name.
 */
public final class ImagePath {
  private static final String LOCAL_SCHEME = "file";
  private static final String LOCAL = LOCAL_SCHEME + ":";

  private ImagePath() {}

  /**
   * The path of a file that Hadoop has found.
   *
   * @param file qualified, with the scheme of its file system
   * @return such as {@code /photos/1.jpg} or {@code s3a://bucket/photos/1.jpg}
   */
  public static String of(Path file) {
    return LOCAL_SCHEME.equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
  }

  /**
   * The file of a path. A path without a scheme would lie in Hadoop's default file system, which on
   * a cluster is another one than the disk.
   *
   * @param path as {@link #of} gives it, or as earlier versions gave it
   * @return the file, with the scheme of its file system
   */
  public static Path file(String path) {
    return new Path(withScheme(path));
  }

  /**
   * A path with the scheme of its file system. Earlier versions gave every path in this form, and a
   * digest of paths is still made of it, so that it is the same for the same images.
   *
   * @param path as {@link #of} gives it, or as earlier versions gave it
   * @return such as {@code file:/photos/1.jpg} or {@code s3a://bucket/photos/1.jpg}
   */
  public static String withScheme(String path) {
    return path.startsWith("/") ? LOCAL + path : path;
  }

  /**
   * A path as this version gives it, from a table of whatever version.
   *
   * @param path as {@link #of} gives it, or as earlier versions gave it
   * @return such as {@code /photos/1.jpg} or {@code s3a://bucket/photos/1.jpg}
   */
  public static String ofAnyVersion(String path) {
    return isOfEarlierVersion(path) ? path.substring(LOCAL.length()) : path;
  }

  /**
   * Whether an earlier version gave this path.
   *
   * @param path the path of an image or of the folder that was listed
   * @return true if it is local and has a scheme
   */
  public static boolean isOfEarlierVersion(String path) {
    return path.startsWith(LOCAL);
  }
}
