package io.github.imagefeatures.outcome;

import java.nio.charset.StandardCharsets;

/** Text for places that take one line of limited length. */
final class PlainLine {
  private static final String CUT = "...";

  private PlainLine() {}

  /**
   * One line without control characters, cut where it is too long.
   *
   * @param text anything
   * @param bytes how long it may be in UTF-8
   */
  static String of(String text, int bytes) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    if (length(line) <= bytes) {
      return line;
    }
    StringBuilder cut = new StringBuilder();
    int room = bytes - length(CUT);
    for (int codePoint : line.codePoints().toArray()) {
      room -= length(Character.toString(codePoint));
      if (room < 0) {
        break;
      }
      cut.appendCodePoint(codePoint);
    }
    return cut + CUT;
  }

  /** The length in UTF-8. */
  static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
