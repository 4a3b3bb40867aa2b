package io.github.imagefeatures.samples;

import io.github.imagefeatures.failure.OutputException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws pictures with visibly different classes, for a machine that has no images: coloured shapes,
 * plain or textured, as JPEG files of 96 to 160 pixels a side. No screen is needed.
 */
public final class ImageGenerator {

  /** The most classes that can be told apart: ten shapes in ten colours and four textures. */
  public static final int MAX_CLASSES = PictureClass.COUNT;

  /** The largest number of pictures of a class. */
  public static final int MAX_PER_CLASS = 10_000;

  /**
   * Draws pictures into folders that are called after their class, such as {@code red-circle}. A
   * picture depends on the seed, its class and its number only, so a larger set contains the
   * smaller one. The same seed gives the same bytes with the same Java.
   *
   * @param to a local folder that does not exist yet or is empty
   * @param size at most {@link #MAX_CLASSES} classes of at most {@link #MAX_PER_CLASS} pictures
   * @param seed chooses the pictures
   * @return what was written
   * @throws IllegalArgumentException if the size is larger; the message is one sentence for the
   *     user
   * @throws OutputException if the target is not empty or cannot be written; it is then as it was
   *     before, or the message says what stayed
   */
  public WrittenImages generate(String to, SetSize size, long seed) {
    if (size.classes() > MAX_CLASSES || size.perClass() > MAX_PER_CLASS) {
      throw new IllegalArgumentException(
          "There are pictures for at most "
              + MAX_CLASSES
              + " classes of "
              + MAX_PER_CLASS
              + " images each; ask for fewer.");
    }
    Path folder = NewFolder.fill(to, target -> drawAll(target, size, new SeededHash(seed)));
    return new WrittenImages(folder, size.classes(), (long) size.classes() * size.perClass());
  }

  private static void drawAll(NewFolder target, SetSize size, SeededHash hash) {
    for (int number = 0; number < size.classes(); number++) {
      PictureClass kind = PictureClass.of(number);
      for (int i = 0; i < size.perClass(); i++) {
        String file = String.format(Locale.ROOT, "%s/%04d.jpg", kind.label(), i);
        target.write(file, jpeg(Picture.draw(kind, hash.of(file))));
      }
    }
  }

  private static byte[] jpeg(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(picture, "jpeg", stream)) {
        throw new IllegalStateException("This Java has no JPEG writer; install a full JDK 17.");
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }
}
