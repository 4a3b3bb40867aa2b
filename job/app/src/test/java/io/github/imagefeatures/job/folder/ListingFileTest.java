package io.github.imagefeatures.job.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.LabelsOrigin;
import io.github.imagefeatures.listing.ListedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listing that an unfinished run keeps. */
final class ListingFileTest {
  @TempDir private Path output;

  @Test
  void theListingComesBackAsItWas() {
    List<ListedImage> images = new ArrayList<>();
    images.add(new ListedImage("/a b/#%?:'\",\n\u00e9\u732b/\ud83d\udc31.jpg", "\n", 0, -1));
    for (int i = 0; i < 1000; i++) {
      images.add(new ListedImage("/x/" + i + ".jpg", "x", Long.MAX_VALUE - i, i));
    }
    images.add(new ListedImage("/x.tar/a/1.jpg", "a", 9, 8, "/x.tar", 7L << 30));
    images.add(new ListedImage("/y.jpg", "y", 9, 8, null, 0, "test"));
    ImageListing listing =
        new ImageListing(
            "/",
            images,
            5000,
            1,
            2,
            3,
            4,
            Map.of(".txt", 2L),
            new LabelsOrigin("labels.csv", "00", true));
    ListingFile file = file();
    assertFalse(file.exists());
    file.write(listing);
    assertTrue(file.exists());
    assertEquals(listing, file.read());
  }

  @Test
  void aDamagedListingIsTheOutputsFault() throws Exception {
    ListingFile file = file();
    file.write(new ImageListing("/", List.of()));
    Path path = output.resolve("runs/a/_working/listing.jsonl.gz");
    Files.write(path, new byte[] {1, 2, 3});
    OutputException failure = assertThrows(OutputException.class, file::read);
    assertTrue(failure.getMessage().contains("listing.jsonl.gz"), failure.getMessage());
  }

  private ListingFile file() {
    return new ListingFile(new RunFolder(output.toString(), "a", new Configuration()));
  }
}
