package io.github.imagefeatures.image;

import java.util.Locale;

/**
 * Whether an image is turned upright by what its metadata say. TIFF is, either way, since Pillow
 * turns it when it loads it.
 */
public enum Orientation {
  /** Pixels stay as they are stored: Pillow's {@code Image.open(path).convert("RGB")}. */
  IGNORE,

  /** Pixels are turned: Pillow's {@code ImageOps.exif_transpose(Image.open(path))}. */
  EXIF;

  /** The one that applies when nobody says otherwise. */
  public static final Orientation DEFAULT = IGNORE;

  /**
   * What a run has recorded.
   *
   * @param wireName the name; null in a run of a version that ignored what metadata say
   * @return the one of that name
   * @throws IllegalArgumentException if it is none
   */
  public static Orientation recorded(String wireName) {
    return wireName == null ? IGNORE : valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  /** {@return the name written to files and given on the command line, such as exif} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
