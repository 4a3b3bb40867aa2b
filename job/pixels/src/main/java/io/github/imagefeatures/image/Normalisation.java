package io.github.imagefeatures.image;

import java.io.Serializable;

/**
 * How a level of 0 to 255 becomes the number that a network reads: {@code (level / divisor - mean)
 * / deviation}, each step in float32 and in this order, as Keras' {@code preprocess_input} does.
 *
 * @param divisor what levels are divided by first, such as 127.5 or 255
 * @param mean what is then taken away, one for each of red, green, blue
 * @param deviation what the difference is divided by, one for each of red, green, blue
 */
public record Normalisation(float divisor, Channels mean, Channels deviation)
    implements Serializable {
  /** Levels of one channel of 8 bits. */
  public static final int LEVELS = 256;

  /**
   * A number for each channel.
   *
   * @param red the red value of the first channel
   * @param green the green value of the second
   * @param blue the blue value of the third
   */
  public record Channels(float red, float green, float blue) implements Serializable {
    /** {@return the same number for all three} */
    public static Channels all(float number) {
      return new Channels(number, number, number);
    }

    float of(int channel) {
      return switch (channel) {
        case 0 -> red;
        case 1 -> green;
        case 2 -> blue;
        default -> throw new IllegalArgumentException("there is no channel " + channel);
      };
    }
  }

  /**
   * The normalised number of each level.
   *
   * @param channel 0 for red, 1 for green, 2 for blue
   * @return {@link #LEVELS} numbers
   */
  public float[] ofLevels(int channel) {
    float[] normalised = new float[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      normalised[level] = (level / divisor - mean.of(channel)) / deviation.of(channel);
    }
    return normalised;
  }
}
