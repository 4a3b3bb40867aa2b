package io.github.imagefeatures.job.source;

import java.io.Serializable;
import java.util.Objects;

/**
 * One row of a listing: an image that was found, without its content.
 *
 * @param path {@code Path.toString()} of Hadoop's fully qualified path. It is no URI: {@code #},
 *     {@code %}, {@code ?}, {@code :}, quotes, commas and line breaks stand in it as they do in the
 *     file's name. Only {@code new org.apache.hadoop.fs.Path(path)} finds it again; {@link
 *     ImageStore} opens it.
 * @param label name of the folder that holds the image; empty for an image that lies directly in
 *     the folder that was listed
 * @param length bytes as the file system told them, 0 for an empty file and for a symbolic link
 *     that leads nowhere (only opening it tells the two apart)
 * @param modificationTime milliseconds since 1970-01-01 UTC
 */
public record ListedImage(String path, String label, long length, long modificationTime)
    implements Serializable {

  /** Checks that path and label are there. */
  public ListedImage {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(label, "label");
  }
}
