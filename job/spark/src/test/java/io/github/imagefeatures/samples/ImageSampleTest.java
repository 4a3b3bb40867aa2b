package io.github.imagefeatures.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSampleTest {

  private final Configuration configuration = new Configuration();
  private final ImageSample sample = new ImageSample(configuration);

  @TempDir Path folder;
  private Path from;

  @BeforeEach
  void sixClassesOfFiveImages() throws IOException {
    from = folder.resolve("from");
    for (int i = 0; i < 30; i++) {
      put(from, "class-" + i % 6 + "/" + i / 6 + ".jpg");
    }
  }

  @Test
  void theSubsetOfASeedIsTheSameOnEveryMachine() {
    assertEquals(
        Set.of("class-0/2.jpg", "class-0/3.jpg", "class-3/0.jpg", "class-3/1.jpg"),
        copy("to", 2, 2, 42));
  }

  @Test
  void theSubsetDependsOnTheSeedAndNotOnWhereTheFolderLies() throws IOException {
    Set<String> here = copy("here", 3, 2, 7);
    Path elsewhere = folder.resolve("else/where");
    Files.createDirectories(elsewhere.getParent());
    Files.move(from, elsewhere);
    from = elsewhere;

    assertEquals(here, copy("there", 3, 2, 7));
    assertNotEquals(here, copy("other", 3, 2, 8));
  }

  @Test
  void aLargerSampleContainsTheSmallerOne() {
    Set<String> small = copy("small", 2, 2, 1);
    Set<String> large = copy("large", 4, 3, 1);

    assertEquals(4, small.size());
    assertEquals(12, large.size());
    assertTrue(large.containsAll(small));
  }

  @Test
  void whereThereAreFewerAllAreTaken() throws IOException {
    put(from, "class-0/more/deep.jpg");

    WrittenImages written =
        sample.copy(from.toString(), folder.resolve("to").toString(), new SetSize(100, 4), 1);

    assertEquals(new WrittenImages(folder.resolve("to"), 7, 6 * 4 + 1), written);
  }

  @Test
  void namesFoldersAndContentStayAsTheyAre() throws IOException {
    List<String> names =
        List.of(
            "root image.JPG",
            "train/a#b,'c\"/%41?.jpg",
            "test/a#b,'c\"/%41?.jpg",
            "12:30/two\nlines.png",
            "_x/\u6843 e\u0301.webp");
    from = folder.resolve("odd");
    for (String name : names) {
      put(from, name);
    }
    put(from, "skipped.txt");
    put(from, ".hidden/1.jpg");

    assertEquals(Set.copyOf(names), copy("to", 10, 10, 1));
    for (String name : names) {
      assertEquals(name, Files.readString(folder.resolve("to").resolve(name)));
    }
  }

  @Test
  void anImageThatCannotBeReadIsAnInputErrorAndLeavesNoTarget() throws IOException {
    Files.createSymbolicLink(from.resolve("class-0/gone.jpg"), Path.of("nowhere.jpg"));

    InputException failure = assertThrows(InputException.class, () -> copy("to", 6, 100, 1));

    assertTrue(failure.getMessage().contains("gone.jpg' failed: "), failure.getMessage());
    assertFalse(Files.exists(folder.resolve("to")));
  }

  @Test
  void aSampleIntoItsOwnSourceIsRefused() {
    from = folder.resolve("from");

    assertThrows(OutputException.class, () -> copy("from", 1, 1, 1));
  }

  @Test
  void aSizeBelowOneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new SetSize(0, 10));
    assertThrows(IllegalArgumentException.class, () -> new SetSize(30, 0));
  }

  /** Copies, and lists what is there then. */
  private Set<String> copy(String to, int classes, int perClass, long seed) {
    String target = folder.resolve(to).toString();
    WrittenImages written =
        sample.copy(from.toString(), target, new SetSize(classes, perClass), seed);
    ImageListing listing = new ImageLister(configuration).list(target, new ListingOptions("*", 0));
    Set<String> paths = new TreeSet<>();
    listing.images().forEach(image -> paths.add(listing.relativePath(image)));
    assertEquals(paths.size(), written.images());
    return paths;
  }

  private static void put(Path root, String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }
}
