package io.github.imagefeatures.image.preprocess;

import io.github.imagefeatures.image.ImageFixtures;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.Resampling;
import java.nio.FloatBuffer;
import java.util.Objects;

/**
 * What a fuzzer does with bytes that may be an image: they become floats in [-1, 1] or are rejected
 * with a reason, within the memory that the limits ask for, and no image changes what the decoder
 * makes of another.
 */
public final class ImagePreprocessorFuzz {
  /** So small that a decoder which allocates more than the header allows runs out of memory. */
  private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1 << 20);

  private static final ImagePreprocessor USED_AGAIN =
      new ImagePreprocessor(ImageFixtures.INPUT, LIMITS, Resampling.DEFAULT, Orientation.EXIF);

  private ImagePreprocessorFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] content) {
    Outcome again = Outcome.of(USED_AGAIN, content);
    Outcome fresh =
        Outcome.of(
            new ImagePreprocessor(
                ImageFixtures.INPUT, LIMITS, Resampling.DEFAULT, Orientation.EXIF),
            content);
    if (!fresh.equals(again)) {
      throw new AssertionError(
          "A decoder that was used before says %s, a new one %s".formatted(again, fresh));
    }
  }

  /** What became of an image: its pixels and warnings, or why it was rejected. */
  private record Outcome(FloatBuffer pixels, int warnings, String rejection) {
    static Outcome of(ImagePreprocessor preprocessor, byte[] content) {
      FloatBuffer pixels = FloatBuffer.allocate(ImageFixtures.INPUT.numbers());
      try {
        int warnings = preprocessor.preprocess(content, content.length, pixels);
        return new Outcome(checked(pixels), warnings, null);
      } catch (RejectedImageException e) {
        if (pixels.position() != 0) {
          throw new AssertionError("A rejected image moved the target to " + pixels.position(), e);
        }
        return new Outcome(null, 0, reasonOf(e));
      }
    }

    private static FloatBuffer checked(FloatBuffer pixels) {
      if (pixels.hasRemaining()) {
        throw new AssertionError(pixels.remaining() + " floats were not written");
      }
      for (float value : pixels.array()) {
        // Negated so that NaN is found too.
        if (!(value >= -1 && value <= 1)) {
          throw new AssertionError("A pixel became " + value);
        }
      }
      return pixels.flip();
    }

    private static String reasonOf(RejectedImageException rejection) {
      if (rejection.getMessage() == null || rejection.getMessage().isBlank()) {
        throw new AssertionError("A rejection without a message", rejection);
      }
      return rejection.reason() + Objects.requireNonNull(rejection.getMessage());
    }
  }
}
