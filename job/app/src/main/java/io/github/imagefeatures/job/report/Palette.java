package io.github.imagefeatures.job.report;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** The colours of classes, one rule for the plots and the page, legible on white and on black. */
final class Palette {

  /**
   * Told apart at a glance: the ten of Observable 10,
   * https://observablehq.com/blog/crafting-data-colors.
   */
  static final List<Color> DISTINCT =
      List.of(
          new Color(0x4269d0),
          new Color(0xefb118),
          new Color(0xff725c),
          new Color(0x6cc5b0),
          new Color(0x3ca951),
          new Color(0xff8ab7),
          new Color(0xa463f2),
          new Color(0x97bbf5),
          new Color(0x9c6b4e),
          new Color(0x9498a0));

  /** Turning by the golden angle puts neighbours in the list far apart on the colour wheel. */
  private static final float GOLDEN_TURN = 0.381966f;

  /** Then they come again: more are not told apart, and each costs the page's chart something. */
  private static final int CYCLE = 150;

  private static final float[][] SATURATION_AND_BRIGHTNESS = {
    {.72f, .85f}, {.5f, .74f}, {.85f, .74f}
  };

  private Palette() {}

  /**
   * The colour of one class.
   *
   * @param index the class's place among all, from 0
   * @param classes how many there are
   */
  static Color of(int index, int classes) {
    if (classes <= DISTINCT.size()) {
      return DISTINCT.get(index);
    }
    int turn = index % CYCLE;
    float[] tier = SATURATION_AND_BRIGHTNESS[turn % SATURATION_AND_BRIGHTNESS.length];
    return Color.getHSBColor(0.6f + turn * GOLDEN_TURN, tier[0], tier[1]);
  }

  /** The colour in CSS notation, such as {@code #4269d0}. */
  static String css(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }
}
