package io.github.imagefeatures.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.OutputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageGeneratorTest {

  private final ImageGenerator generator = new ImageGenerator();

  @TempDir Path folder;

  @Test
  void foldersAreCalledAfterWhatIsDrawn() throws IOException {
    assertEquals(new WrittenImages(folder.resolve("a"), 3, 6), generate("a", new SetSize(3, 2), 1));

    assertEquals(
        List.of(
            "blue-triangle/0000.jpg",
            "blue-triangle/0001.jpg",
            "red-circle/0000.jpg",
            "red-circle/0001.jpg",
            "yellow-square/0000.jpg",
            "yellow-square/0001.jpg"),
        files("a"));
  }

  @Test
  void everyPictureIsAReadableJpegOfModestSize() throws IOException {
    generate("a", new SetSize(5, 3), 1);

    for (String file : files("a")) {
      BufferedImage image = ImageIO.read(folder.resolve("a").resolve(file).toFile());
      assertEquals(3, image.getRaster().getNumBands());
      assertTrue(image.getWidth() >= 96 && image.getWidth() <= 160, file);
      assertTrue(image.getHeight() >= 96 && image.getHeight() <= 160, file);
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesWhateverTheSizeOfTheSet() throws IOException {
    generate("small", new SetSize(2, 2), 5);
    generate("large", new SetSize(4, 3), 5);

    for (String file : files("small")) {
      assertArrayEquals(bytes("small", file), bytes("large", file), file);
    }
  }

  @Test
  void anotherSeedGivesOtherPicturesAndNoTwoAreAlike() throws IOException {
    generate("a", new SetSize(3, 4), 1);
    generate("b", new SetSize(3, 4), 2);

    Set<String> different = new HashSet<>();
    for (String set : List.of("a", "b")) {
      for (String file : files(set)) {
        different.add(Arrays.toString(bytes(set, file)));
      }
    }
    assertEquals(24, different.size());
  }

  @Test
  void everyClassHasAFolderOfItsOwn() {
    List<String> labels =
        IntStream.range(0, ImageGenerator.MAX_CLASSES)
            .mapToObj(number -> PictureClass.of(number).label())
            .toList();

    assertEquals(400, new HashSet<>(labels).size());
    assertTrue(labels.stream().allMatch(label -> label.matches("[a-z]+(-[a-z]+){1,2}")));
  }

  @Test
  void everyClassLooksDifferentFromTheOthers() {
    List<double[]> looks = new ArrayList<>();
    for (int number = 0; number < ImageGenerator.MAX_CLASSES; number++) {
      looks.add(pixels(Picture.draw(PictureClass.of(number), 3)));
    }

    for (int i = 0; i < looks.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertTrue(
            difference(looks.get(i), looks.get(j)) > 1,
            PictureClass.of(i).label() + " and " + PictureClass.of(j).label());
      }
    }
  }

  @Test
  void moreThanThereIsToDrawIsRefusedBeforeAnythingIsWritten() {
    for (SetSize size : List.of(new SetSize(401, 1), new SetSize(1, 10_001))) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> generate("a", size, 1));
      assertTrue(refused.getMessage().contains("at most 400 classes"), refused.getMessage());
    }
    assertFalse(Files.exists(folder.resolve("a")));
  }

  @Test
  void aFolderThatIsNotEmptyIsRefused() {
    generate("a", new SetSize(1, 1), 1);

    assertThrows(OutputException.class, () -> generate("a", new SetSize(1, 1), 1));
  }

  private WrittenImages generate(String to, SetSize size, long seed) {
    return generator.generate(folder.resolve(to).toString(), size, seed);
  }

  /** One seed draws every class at the same place on the same ground, so that they compare. */
  private static double[] pixels(BufferedImage image) {
    return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (double[]) null);
  }

  /** Mean absolute difference in levels of 0 to 255, over every 7th sample. */
  private static double difference(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i += 7) {
      sum += Math.abs(one[i] - other[i]);
    }
    return 7 * sum / one.length;
  }

  private byte[] bytes(String set, String file) throws IOException {
    return Files.readAllBytes(folder.resolve(set).resolve(file));
  }

  private List<String> files(String set) throws IOException {
    Path root = folder.resolve(set);
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
