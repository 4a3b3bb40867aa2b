package io.github.imagefeatures.image;

import java.io.Serializable;

/** How an image of any size gets the height and width of a network's input. */
public sealed interface Resizing extends Serializable {

  /**
   * How long a side of the image becomes before anything is cut off.
   *
   * @param length pixels of the side, at least 1
   * @param otherLength pixels of the other side, at least 1
   * @param kept pixels that the input has along the side
   * @return pixels, not fewer than {@code kept}
   */
  long resizedLength(int length, int otherLength, int kept);

  /**
   * How many pixels of a resized side are cut off before the first that the input has.
   *
   * @param resizedLength pixels, not fewer than {@code kept}
   * @param kept pixels that the input has along the side
   */
  long cutOffBefore(long resizedLength, int kept);

  /** The whole image is resized to the height and width of the input; proportions are lost. */
  record Squash() implements Resizing {
    @Override
    public long resizedLength(int length, int otherLength, int kept) {
      return kept;
    }

    @Override
    public long cutOffBefore(long resizedLength, int kept) {
      return 0;
    }
  }

  /**
   * The image is resized in proportion and the centre is cut out. The longer side becomes {@code
   * int(shortestEdge * longer / shorter)}, in double precision and without the fraction, as in
   * torchvision's {@code Resize} and transformers' {@code get_resize_output_image_size}.
   *
   * @param shortestEdge what the shorter side becomes, in pixels
   * @param margin where the centre is if it cannot be in the middle
   */
  record CentreCrop(int shortestEdge, Margin margin) implements Resizing {
    @Override
    public long resizedLength(int length, int otherLength, int kept) {
      return length <= otherLength
          ? shortestEdge
          : (long) ((double) ((long) shortestEdge * length) / otherLength);
    }

    @Override
    public long cutOffBefore(long resizedLength, int kept) {
      return margin.before(resizedLength - kept);
    }
  }

  /** How an odd number of pixels that are cut off is shared between the two ends of a side. */
  enum Margin {
    /**
     * Half of them, rounded to an even number: {@code round((length - kept) / 2.0)} in
     * torchvision's {@code center_crop}, which timm uses.
     */
    HALF_EVEN {
      @Override
      long before(long cutOff) {
        return (long) Math.rint(cutOff / 2.0);
      }
    },

    /** Fewer before than behind: {@code (length - kept) // 2} in transformers' center_crop. */
    DOWN {
      @Override
      long before(long cutOff) {
        return cutOff / 2;
      }
    };

    abstract long before(long cutOff);
  }
}
