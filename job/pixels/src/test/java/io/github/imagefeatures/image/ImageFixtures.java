package io.github.imagefeatures.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The image files beside the tests and what Pillow makes of them. */
public final class ImageFixtures {
  /** What the expected numbers are made for: 224 x 224 in [-1, 1], as most networks of Keras. */
  public static final InputSpec INPUT =
      new InputSpec(
          224,
          new Normalisation(127.5f, Normalisation.Channels.all(1), Normalisation.Channels.all(1)));

  /** An image as 8-bit RGB. */
  public record Pixels(int width, int height, byte[] rgb) {}

  private ImageFixtures() {}

  /** The names of all image files. */
  public static List<String> names() throws IOException, URISyntaxException {
    Path folder = Path.of(ImageFixtures.class.getResource("files").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** The bytes of an image file. */
  public static byte[] file(String name) {
    return bytes("files/" + name);
  }

  /** The bytes of an image file that says how it is stored. */
  public static byte[] orientedFile(String name) {
    return bytes("oriented/" + name);
  }

  /** What Pillow makes of it. */
  public static Pixels expected(String name) {
    try (InputStream in =
        new GZIPInputStream(
            ImageFixtures.class.getResourceAsStream("expected/" + name + ".rgb.gz"))) {
      ByteBuffer content = ByteBuffer.wrap(in.readAllBytes());
      int width = content.getInt();
      int height = content.getInt();
      byte[] rgb = new byte[content.remaining()];
      content.get(rgb);
      return new Pixels(width, height, rgb);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a table, without its heading. */
  public static List<String[]> table(String name) {
    return new String(bytes(name), StandardCharsets.US_ASCII)
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .toList();
  }

  private static byte[] bytes(String name) {
    try (InputStream in = ImageFixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
