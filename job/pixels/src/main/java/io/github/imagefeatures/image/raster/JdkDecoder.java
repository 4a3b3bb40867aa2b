package io.github.imagefeatures.image.raster;

import io.github.imagefeatures.image.FormatDecoder;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.WarningCounter;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** A decoder that has one of the JDK's own readers read the pixels. */
public abstract class JdkDecoder implements FormatDecoder {
  /** Belongs to this decoder alone. */
  protected final ImageReader reader;

  /**
   * @param format the format's name in ImageIO
   * @param warnings is told of what the reader complains of
   * @throws IllegalStateException if this Java runtime has no reader of its own for the format
   */
  protected JdkDecoder(String format, WarningCounter warnings) {
    reader = readerOfTheJdk(format);
    reader.addIIOReadWarningListener(warnings);
  }

  /** Other plugins may be on the class path. */
  private static ImageReader readerOfTheJdk(String format) {
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

  /** What the reader does with the file that it was given. */
  protected interface Reading {
    /**
     * Reads.
     *
     * @throws RejectedImageException if what was read is not the whole image
     * @throws IOException if the reader fails
     */
    void read() throws RejectedImageException, IOException;
  }

  /**
   * Gives a file to the reader, and takes it away afterwards: a reader would keep it in memory.
   *
   * @param file is closed in the end
   * @param reading what the reader does with it
   * @throws RejectedImageException as the reading does
   * @throws IOException as the reading does
   */
  protected final void read(SplicedInputStream file, Reading reading)
      throws RejectedImageException, IOException {
    try (file) {
      reader.setInput(file, true, true);
      reading.read();
    } finally {
      reader.setInput(null);
    }
  }
}
