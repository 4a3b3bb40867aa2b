package io.github.imagefeatures.job.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ImageStore;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.SparkTarScanning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;

/** Files to be packed, and whether a listing finds the same in the tars. */
final class PackedTree {
  /** Names as people give them, among them those that a plain header of a tar cannot hold. */
  static final List<String> NAMES =
      List.of(
          "loose at the top.jpg",
          "Training/red apple/1.jpg",
          "Training/red apple/1.png",
          "Training/green apple/1.jpg",
          "Test/red apple/1.jpg",
          "deep/er/st/what? #1 100%.JPEG",
          "Übergröße/naïve \u65e5\u672c\u8a9e \ud83c\udf4e.jpg",
          "long/" + "x".repeat(90) + "/" + "y".repeat(120) + ".jpg",
          "long/" + "x".repeat(91) + ".jpg",
          "folder.tar/1.jpg",
          "dots.v1.2/photo.final.jpg",
          "line\nbreak/1.jpg");

  private PackedTree() {}

  /** Writes files of random bytes, which are no pictures at all, an empty one and a folder. */
  static void write(Path folder) {
    try {
      Files.createDirectories(folder.resolve("empty folder"));
      for (int i = 0; i < NAMES.size(); i++) {
        put(folder.resolve(NAMES.get(i)), 1000 + 10_000 * i, i);
      }
      put(folder.resolve("Training/red apple/empty.jpg"), 0, 0);
      put(folder.resolve("Training/red apple/large.jpg"), 5_000_000, 1);
      put(folder.resolve("Training/red apple/full record.jpg"), 1024, 1);
      put(folder.resolve("Training/notes.txt"), 10, 1);
      put(folder.resolve(".hidden/1.jpg"), 10, 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void put(Path file, int length, long seed) throws IOException {
    byte[] content = new byte[length];
    new Random(seed).nextBytes(content);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  static ImageListing listed(SparkSession spark, String folder) {
    return new ImageLister(spark.sparkContext().hadoopConfiguration(), new SparkTarScanning(spark))
        .list(folder, ListingOptions.defaults());
  }

  /** Fails unless both have the same images, in one order, with the same bytes. */
  static void assertSame(SparkSession spark, String from, String to) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ImageListing source = listed(spark, from);
    ImageListing packed = listed(spark, to);
    assertEquals(
        source.images().stream().map(image -> row(source.relativePath(image), image)).toList(),
        packed.images().stream().map(image -> row(member(image), image)).toList());
    for (int i = 0; i < source.images().size(); i++) {
      assertArrayEquals(
          bytes(source.images().get(i), hadoop),
          bytes(packed.images().get(i), hadoop),
          source.images().get(i).path());
    }
  }

  static String member(ListedImage image) {
    return image.path().substring(image.tar().length() + 1);
  }

  private static List<Object> row(String path, ListedImage image) {
    return List.of(path, image.label(), image.split(), image.length());
  }

  private static byte[] bytes(ListedImage image, Configuration hadoop) {
    org.apache.hadoop.fs.Path path = io.github.imagefeatures.listing.ImagePath.file(image.file());
    try {
      FileSystem store = ImageStore.of(path, hadoop);
      if (image.tar() == null) {
        try (InputStream in = ImageStore.openWhole(store, path, image.length())) {
          return in.readAllBytes();
        }
      }
      try (FSDataInputStream in = ImageStore.openInParts(store, store.getFileStatus(path))) {
        byte[] content = new byte[(int) image.length()];
        in.readFully(image.offset(), content);
        return content;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of every file of a folder, as text that compares, by name. */
  static Map<String, String> files(Path folder) {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString(),
            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }
}
