package io.github.imagefeatures.image.raster;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The JDK's own image readers, whatever other plugins the class path carries. */
public final class JdkReaders {
  private JdkReaders() {}

  /**
   * A new reader.
   *
   * @param format the format's name in ImageIO
   * @throws IllegalStateException if this Java runtime has none
   */
  public static ImageReader create(String format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if ("java.desktop".equals(reader.getClass().getModule().getName())) {
        return reader;
      }
    }
    throw new IllegalStateException(
        "This Java runtime has no reader for "
            + format
            + " images; use a full Java 17 runtime with the module java.desktop.");
  }
}
