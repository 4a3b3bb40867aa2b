package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.preprocess.LevelRange;
import io.github.imagefeatures.image.preprocess.PixelHash;
import java.io.Serializable;
import java.nio.FloatBuffer;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What is known of a featurized image beside its features.
 *
 * @param sha256 the SHA-256 of its whole file, 64 hexadecimal digits
 * @param pixels equal for images of which the network reads the same pixels; see {@link PixelHash}
 * @param darkest the 1 % quantile of its luma, 0 to 255; see {@link LevelRange}
 * @param brightest the 99 % quantile of its luma, 0 to 255
 * @param warned whether it is damaged in a way that decoders put up with
 * @serial exclude
 */
public record SeenImage(String sha256, long pixels, int darkest, int brightest, boolean warned)
    implements Serializable {

  /**
   * Describes an image.
   *
   * @param content its whole file
   * @param pixels what the network reads of it
   * @param input how the network wants its images
   * @param warnings how often the decoder warned
   */
  static SeenImage of(byte[] content, FloatBuffer pixels, InputSpec input, int warnings) {
    LevelRange levels = LevelRange.of(pixels, input);
    return new SeenImage(
        DigestUtils.sha256Hex(content),
        PixelHash.of(pixels, input.numbers()),
        levels.darkest(),
        levels.brightest(),
        warnings > 0);
  }
}
