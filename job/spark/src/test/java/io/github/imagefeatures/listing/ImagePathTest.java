package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePathTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b.jpg",
        "#1.jpg",
        "%20%.jpg",
        "what?.jpg",
        "file:x.jpg",
        "two\nlines.jpg",
        "\u732b.jpg"
      })
  void aLocalPathOpensByItselfWhateverFileSystemIsTheDefaultOne(String name) throws IOException {
    Path file = Files.write(folder.resolve(name), new byte[] {1, 2, 3});
    Configuration ofACluster = new Configuration();
    ofACluster.set("fs.defaultFS", "hdfs://namenode:8020");

    String path = ImagePath.of(new org.apache.hadoop.fs.Path("file", null, file.toString()));

    assertEquals(file.toString(), path);
    org.apache.hadoop.fs.Path again = ImagePath.file(path);
    try (FSDataInputStream in = ImageStore.of(again, ofACluster).open(again)) {
      assertArrayEquals(new byte[] {1, 2, 3}, in.readAllBytes());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://bucket/a b#%/1.jpg",
    "hdfs://namenode:8020/photos/1.jpg",
    "hdfs://namenode/file:/1.jpg"
  })
  void aPathOfAStoreIsItsAddress(String address) {
    assertEquals(address, ImagePath.of(new org.apache.hadoop.fs.Path(address)));
    assertEquals(address, ImagePath.file(address).toString());
    assertEquals(address, ImagePath.withScheme(address));
    assertEquals(address, ImagePath.ofAnyVersion(address));
  }

  @Test
  void aPathOfAnEarlierVersionIsThatOfTheSameFile() {
    assertEquals("/photos/file:/1 #.jpg", ImagePath.ofAnyVersion("file:/photos/file:/1 #.jpg"));
    assertEquals(ImagePath.file("/photos/1 #.jpg"), ImagePath.file("file:/photos/1 #.jpg"));
    assertEquals("file:/photos/1 #.jpg", ImagePath.withScheme("/photos/1 #.jpg"));
    assertEquals("file:/photos/1 #.jpg", ImagePath.withScheme("file:/photos/1 #.jpg"));
  }
}
