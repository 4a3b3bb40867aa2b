package io.github.imagefeatures.image;

/**
 * Takes an image as it is decoded, row by row from the top, so that no decoder has to hold it
 * whole.
 */
public interface RowSink {
  /**
   * An image begins. What came before it, if it was not complete, is forgotten.
   *
   * @param width columns, at least 1
   * @param height rows that will follow, at least 1
   */
  void begin(int width, int height);

  /**
   * The next row.
   *
   * @param rgb red, green, blue, red, ... 8 bits each; only lent for this call
   * @param offset where the row's first red is
   */
  void row(byte[] rgb, int offset);
}
