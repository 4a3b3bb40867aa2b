package io.github.imagefeatures.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.spill.RowBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Listings of which memory holds a part only. */
class LongListingTest {
  private static final int IN_MEMORY = 50;

  @Test
  void aListingLongerThanMemoryIsTheSameAsOneThatFits() {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      files.add("%s/class %d/image-%04d.jpg".formatted(i % 5 == 0 ? "test" : "train", i % 7, i));
    }
    files.addAll(
        List.of("a//b.jpg", "a/b.jpg", "a/b.jpg", "x.tar/in.jpg", "note.txt", ".hidden/a"));
    Collections.shuffle(files, new Random(7));

    assertEquals(listing(files, Integer.MAX_VALUE), listing(files, IN_MEMORY));
  }

  @Test
  void rowsOfEveryKindComeBackFromDiskAsTheyWere() {
    List<ListedImage> rows =
        List.of(
            new ListedImage("file:/a/Äpfel/\uD83C\uDF4E.jpg", "Äpfel", 0, -1),
            new ListedImage("file:/a/Äpfel/\uD83C", "Äpfel", ListedImage.UNKNOWN_LENGTH, 5),
            new ListedImage("file:/a/t.tar/1.jpg", "t", 7, 5, "file:/a/t.tar", 1L << 40, "train"),
            new ListedImage("file:/a/t.tar/2.jpg", "", 7, 5, "file:/a/t.tar", 512, "train"),
            new ListedImage("file:/a/u.tar/1.jpg", "", Long.MAX_VALUE, 9, "file:/a/u.tar", 512, ""),
            new ListedImage("", "", 1, Long.MIN_VALUE));
    RowBuffer<ListedImage> buffer = new RowBuffer<>(new ListedImageCodec(), 0);
    rows.forEach(buffer::add);

    assertTrue(RowBuffer.isSpilled(buffer.toList()));
    assertEquals(rows, buffer.toList());
  }

  private static ImageListing listing(List<String> files, int inMemory) {
    ListingBuilder builder =
        new ListingBuilder("file:/images", ListingOptions.defaults().names(), inMemory);
    files.forEach(file -> builder.file(file, file.length(), 1_000 + file.hashCode() % 3));
    builder.tar("file:/images/x.tar", "");
    builder.contents(
        new TarContents(
            "file:/images/x.tar",
            5,
            9_000,
            List.of(
                new TarContents.Member("in.jpg", null, 512, 100),
                new TarContents.Member("c/other.jpg", "c", 2_048, 100)),
            1,
            new SuffixCounts(),
            0,
            TarContents.WHOLE));
    return builder.toListing();
  }
}
