package io.github.imagefeatures.table;

import java.io.Serializable;

/**
 * Makes a row of path, label and a vector.
 *
 * @param <V> {@code float[]} or {@code double[]}
 * @param <T> what a row becomes
 */
@FunctionalInterface
public interface VectorRow<V, T> extends Serializable {
  /**
   * Makes it.
   *
   * @param path the path of the image, as it was listed
   * @param label the name of its folder
   * @param numbers none of them null
   * @return the row
   */
  T of(String path, String label, V numbers);
}
