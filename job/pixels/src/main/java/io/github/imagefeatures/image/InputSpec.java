package io.github.imagefeatures.image;

import io.github.imagefeatures.image.Resizing.CentreCrop;
import io.github.imagefeatures.image.Resizing.Squash;
import java.io.Serializable;

/**
 * What a network wants of an image: how large, by which way, and in which numbers. An image of any
 * size is resized by one of Pillow's filters.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param resizing how an image gets this height and width
 * @param filter what it is resized with
 * @param normalisation from 8-bit levels to the network's numbers
 */
public record InputSpec(
    int height, int width, Resizing resizing, Filter filter, Normalisation normalisation)
    implements Serializable {
  /** Red, green, blue. */
  public static final int CHANNELS = 3;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there is no row or no column, if the numbers of an image
   *     are more than an array holds, or if an image is cut from one that is smaller
   */
  public InputSpec {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "An input has at least one row and one column, not " + height + " x " + width + ".");
    }
    if ((long) height * width > Integer.MAX_VALUE / CHANNELS) {
      throw new IllegalArgumentException(
          "An input of " + height + " x " + width + " has more numbers than an array holds.");
    }
    if (resizing instanceof CentreCrop crop && crop.shortestEdge() < Math.max(height, width)) {
      throw new IllegalArgumentException(
          "A centre of "
              + height
              + " x "
              + width
              + " cannot be cut out of an image whose shorter side has "
              + crop.shortestEdge()
              + " pixels.");
    }
  }

  /**
   * A square that the whole image is resized to, with Pillow's bicubic filter.
   *
   * @param side rows and columns, at least 1
   * @param normalisation from 8-bit levels to the network's numbers
   */
  public InputSpec(int side, Normalisation normalisation) {
    this(side, side, new Squash(), Filter.BICUBIC, normalisation);
  }

  /**
   * {@return numbers of one image: rows from the top, in each of them pixels as red, green, blue}
   */
  public int numbers() {
    return height * width * CHANNELS;
  }
}
