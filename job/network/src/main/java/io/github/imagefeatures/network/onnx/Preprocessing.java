package io.github.imagefeatures.network.onnx;

import io.github.imagefeatures.image.Filter;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import io.github.imagefeatures.image.Resizing;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an image becomes what a network reads. It is part of the network: with another the features
 * are others, and mean little.
 *
 * @param size height and width of the input where they are said here; empty where the network's
 *     file alone says them
 * @param crop the larger image from whose centre the input is cut; empty where the whole image is
 *     squashed into the input
 * @param filter with which it is resized
 * @param normalisation from 8-bit levels to the network's numbers, each channel by its colour
 * @param channels the order in which the network reads them
 */
public record Preprocessing(
    Optional<Size> size,
    Optional<Crop> crop,
    Filter filter,
    Normalisation normalisation,
    ChannelOrder channels) {

  /**
   * Rows and columns of an input.
   *
   * @param height rows, 1 or more
   * @param width columns, 1 or more
   */
  public record Size(int height, int width) {}

  /**
   * That the centre is cut out of a larger image.
   *
   * @param shortestEdge of the larger image in pixels; unset where it follows from the fraction
   * @param fraction of the input's shorter side to the larger image's, above 0 and at most 1
   * @param margin how an odd margin is divided
   */
  public record Crop(OptionalInt shortestEdge, double fraction, Resizing.Margin margin) {
    /** A larger image whose shorter side has so many pixels. */
    static Crop of(int shortestEdge, Resizing.Margin margin) {
      return new Crop(OptionalInt.of(shortestEdge), 1, margin);
    }

    /** A larger image of which the input is that fraction, as timm's {@code crop_pct}. */
    static Crop of(double fraction, Resizing.Margin margin) {
      return new Crop(OptionalInt.empty(), fraction, margin);
    }

    private Resizing from(int height, int width) {
      int edge = shortestEdge.orElse((int) Math.floor(Math.min(height, width) / fraction));
      return new Resizing.CentreCrop(edge, margin);
    }
  }

  /**
   * What is made of an image for an input of that size.
   *
   * @param height rows of the input
   * @param width columns of the input
   * @return the image's way
   * @throws IllegalArgumentException when the centre to cut out is larger than what it is cut from
   */
  public InputSpec input(int height, int width) {
    return new InputSpec(
        height,
        width,
        crop.map(each -> each.from(height, width)).orElse(new Resizing.Squash()),
        filter,
        normalisation);
  }
}
