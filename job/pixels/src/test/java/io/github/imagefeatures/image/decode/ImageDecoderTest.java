package io.github.imagefeatures.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.image.ImageFixtures;
import io.github.imagefeatures.image.ImageFixtures.Pixels;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RowSink;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, Orientation.DEFAULT);

  static List<String> files() throws Exception {
    return ImageFixtures.names();
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyVariantDecodesToThePixelsThatPillowSees(String name) throws Exception {
    assertSame(name, ImageFixtures.expected(name), decode(name));
  }

  @Test
  void whatAFileDecodesToDoesNotDependOnTheFilesBefore() throws Exception {
    List<String> names = files();
    for (int round = 0; round < 4; round++) {
      names = names.stream().sorted().collect(Collectors.toList());
      Collections.shuffle(names, new Random(round));
      for (String name : names) {
        assertSame(name, ImageFixtures.expected(name), decode(name));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-huffman-tables.jpg", "progressive-4x1.jpg", "gray-progressive.jpg"})
  void aJpegWithoutHuffmanTablesGetsTheStandardOnesNotItsPredecessors(String before)
      throws Exception {
    decode(before);
    String name = "no-huffman-tables.jpg";
    assertSame(name, ImageFixtures.expected(name), decode(name));
  }

  private Pixels decode(String name) throws RejectedImageException {
    byte[] content = ImageFixtures.file(name);
    Collected collected = new Collected();
    decoder.decode(content, content.length, collected);
    return new Pixels(collected.width, collected.height, collected.rgb);
  }

  private static void assertSame(String name, Pixels expected, Pixels decoded) {
    assertEquals(expected.width(), decoded.width(), name);
    assertEquals(expected.height(), decoded.height(), name);
    int at = Arrays.mismatch(expected.rgb(), decoded.rgb());
    int pixel = at / 3;
    assertArrayEquals(
        expected.rgb(),
        decoded.rgb(),
        () ->
            "%s, column %d, row %d, band %d"
                .formatted(name, pixel % expected.width(), pixel / expected.width(), at % 3));
  }

  private static final class Collected implements RowSink {
    private int width;
    private int height;
    private byte[] rgb;
    private int rows;

    @Override
    public void begin(int width, int height) {
      this.width = width;
      this.height = height;
      rgb = new byte[3 * width * height];
      rows = 0;
    }

    @Override
    public void row(byte[] row, int offset) {
      System.arraycopy(row, offset, rgb, 3 * width * rows++, 3 * width);
    }
  }
}
