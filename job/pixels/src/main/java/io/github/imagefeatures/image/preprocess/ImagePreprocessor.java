package io.github.imagefeatures.image.preprocess;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.decode.ImageDecoder;
import io.github.imagefeatures.image.resize.PillowResize;
import java.nio.FloatBuffer;

/**
 * Turns the bytes of an image file into a network's input: decoded, resized and cut as the
 * network's {@link InputSpec} says, and normalised.
 *
 * <p>The numbers are those of Pillow's {@code Image.open(..).convert("RGB").resize(..)}, of {@code
 * crop} where the centre is cut out, and then of the network's {@link InputSpec#normalisation} in
 * float32. Alpha is dropped, never blended.
 *
 * <p>Keep one per thread: it reuses its decoders and buffers, and is not safe for use by several
 * threads at once.
 */
public final class ImagePreprocessor {
  private final InputSpec input;
  private final ImageDecoder decoder;
  private final PillowResize resize;

  /**
   * @param input what the network reads
   * @param limits what one image may cost
   * @param resampling which release of Pillow the resize is to be like
   * @param orientation whether images are turned upright
   */
  public ImagePreprocessor(
      InputSpec input, ImageLimits limits, Resampling resampling, Orientation orientation) {
    this.input = input;
    decoder = new ImageDecoder(limits, orientation);
    resize = new PillowResize(input, resampling);
  }

  /** {@return what the network reads} */
  public InputSpec input() {
    return input;
  }

  /**
   * Reads one image. It must fit the limits; its format is known from its content.
   *
   * @param content holds the image file in its first {@code length} bytes; not written to
   * @param length bytes of the file
   * @param target gets {@link InputSpec#numbers} floats at its position, which moves behind them:
   *     row by row from the top, each pixel as red, green, blue. If the image is rejected, the
   *     position stays and what is behind it is undefined.
   * @return how many warnings the decoder gave about damage that it, like Pillow, puts up with; 0
   *     for a sound file
   * @throws RejectedImageException if the image cannot be used; the reason says why
   * @throws IllegalArgumentException if the target has less room
   */
  public int preprocess(byte[] content, int length, FloatBuffer target)
      throws RejectedImageException {
    if (target.remaining() < input.numbers()) {
      throw new IllegalArgumentException(
          "The target has room for "
              + target.remaining()
              + " floats; an image needs "
              + input.numbers());
    }
    int start = target.position();
    resize.writeTo(target);
    try {
      int warnings = decoder.decode(content, length, resize);
      if (!resize.isComplete()) {
        throw RejectedImageException.corrupt("The decoder gave fewer rows than the image has.");
      }
      return warnings;
    } catch (RejectedImageException e) {
      target.position(start);
      throw e;
    }
  }
}
