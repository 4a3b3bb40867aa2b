package io.github.imagefeatures.image;

/**
 * What a network wants of an image: how large, and in which numbers. An image is resized to a
 * square, whatever its own sides are, with Pillow's bicubic filter.
 *
 * @param side rows and columns
 * @param normalisation from 8-bit levels to the network's numbers
 */
public record InputSpec(int side, Normalisation normalisation) {
  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  public InputSpec {
    if (side < 1) {
      throw new IllegalArgumentException("an input has at least one row, not " + side);
    }
  }

  /**
   * {@return numbers of one image: rows from the top, in each of them pixels as red, green, blue}
   */
  public int numbers() {
    return side * side * CHANNELS;
  }
}
