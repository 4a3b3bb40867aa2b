package io.github.imagefeatures.image.decode;

import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.WarningCounter;
import java.io.EOFException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes an image file of any known format to 8-bit RGB rows, the format decided by its content.
 * Alpha is dropped, not blended.
 *
 * <p>Keep one per thread: it reuses its decoders.
 */
public final class ImageDecoder {
  private static final Logger LOG = LoggerFactory.getLogger(ImageDecoder.class);

  private final ImageLimits limits;
  private final Orientation orientation;
  private final WarningCounter warnings = new WarningCounter();
  private final Map<ImageFormat, FormatDecoder> decoders = new EnumMap<>(ImageFormat.class);

  /**
   * @param limits what one image may cost
   * @param orientation whether images are turned upright
   */
  public ImageDecoder(ImageLimits limits, Orientation orientation) {
    this.limits = limits;
    this.orientation = orientation;
  }

  /**
   * Decodes one image.
   *
   * @param content the file
   * @param length bytes of the file
   * @param sink gets the rows; if the image is rejected, perhaps some of them
   * @return how many times the decoder complained and read on, as Pillow does
   * @throws RejectedImageException if the image cannot be decoded, or not to the end
   */
  public int decode(byte[] content, int length, RowSink sink) throws RejectedImageException {
    limits.checkLength(length);
    ImageFormat format = ImageFormat.of(content, length);
    warnings.reset();
    try {
      decoders
          .computeIfAbsent(format, f -> f.newDecoder(warnings, orientation))
          .decode(content, length, limits, sink);
    } catch (EOFException e) {
      throw corrupt(format, "ends early");
    } catch (IOException e) {
      throw corrupt(format, "holds image data that is damaged");
    } catch (RuntimeException | InternalError e) {
      // Decoders meet damage with whatever exception it leads to. One that did not expect it may
      // have been left in any state.
      decoders.remove(format);
      LOG.debug("The {} decoder met damage that it did not expect", format.properName(), e);
      throw corrupt(format, "holds image data that is damaged");
    }
    return warnings.count();
  }

  /** What an exception says is a matter of the code that threw it, and helps nobody here. */
  private static RejectedImageException corrupt(ImageFormat format, String damage) {
    return RejectedImageException.corrupt("The " + format.properName() + " file " + damage + ".");
  }
}
