package io.github.imagefeatures.image.preprocess;

import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Normalisation;
import java.nio.FloatBuffer;

/**
 * How dark and how bright a picture is, in the levels of its luma: {@code 0.299 R + 0.587 G + 0.114
 * B} (ITU-R BT.601, as Pillow's {@code convert("L")} has it). One pixel in a hundred may be darker
 * or brighter, so that a speck on a wall does not count.
 *
 * @param darkest the 1 % quantile of the luma, 0 to 255
 * @param brightest the 99 % quantile, 0 to 255; not below {@code darkest}
 */
public record LevelRange(int darkest, int brightest) {
  /** Pixels that are looked at in a row and in a column: enough for a hundredth of the picture. */
  private static final int SAMPLES = 56;

  private static final int IN_A_HUNDRED = 100;

  /**
   * Looks at pixels evenly spread over a network's input.
   *
   * @param pixels an image at its position, as {@link ImagePreprocessor} writes it; stays as it is
   * @param input what the network reads
   * @return the range of the image
   */
  public static LevelRange of(FloatBuffer pixels, InputSpec input) {
    int[] counts = new int[Normalisation.LEVELS];
    float[][] scales = new float[InputSpec.CHANNELS][];
    for (int channel = 0; channel < scales.length; channel++) {
      scales[channel] = input.normalisation().ofLevels(channel);
    }
    int down = Math.max(1, input.height() / SAMPLES);
    int across = Math.max(1, input.width() / SAMPLES);
    int sampled = 0;
    for (int y = down / 2; y < input.height(); y += down) {
      for (int x = across / 2; x < input.width(); x += across) {
        int at = pixels.position() + (y * input.width() + x) * InputSpec.CHANNELS;
        float luma =
            0.299f * level(pixels.get(at), scales[0])
                + 0.587f * level(pixels.get(at + 1), scales[1])
                + 0.114f * level(pixels.get(at + 2), scales[2]);
        counts[Math.round(luma)]++;
        sampled++;
      }
    }
    int beyond = sampled / IN_A_HUNDRED;
    return new LevelRange(firstAbove(beyond, counts), lastAbove(beyond, counts));
  }

  /** Normalising is linear. */
  private static float level(float number, float[] ofLevels) {
    int brightest = ofLevels.length - 1;
    return (number - ofLevels[0]) / (ofLevels[brightest] - ofLevels[0]) * brightest;
  }

  private static int firstAbove(int beyond, int[] counts) {
    int level = 0;
    for (int count = counts[0]; count <= beyond; count += counts[level]) {
      level++;
    }
    return level;
  }

  private static int lastAbove(int beyond, int[] counts) {
    int level = counts.length - 1;
    for (int count = counts[level]; count <= beyond; count += counts[level]) {
      level--;
    }
    return level;
  }
}
