package io.github.imagefeatures.job.report;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** The colours of classes, one rule for the plots and the page, legible on white and on black. */
final class Palette {

  /**
   * Told apart at a glance: those of Observable 10,
   * https://observablehq.com/blog/crafting-data-colors, with an olive in place of its grey.
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
          new Color(0x7f8c1a));

  /** Of all that has no colour of its own; the page has it by its theme. */
  static final Color OTHER = new Color(0xb4b9be);

  private Palette() {}

  /** The colour in CSS notation, such as {@code #4269d0}. */
  static String css(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xffffff);
  }
}
