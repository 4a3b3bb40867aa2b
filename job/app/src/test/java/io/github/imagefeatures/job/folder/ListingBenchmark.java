package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.StoreFileSystem;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * What a listing costs the driver: seconds and heap, for so many files in an object store that
 * takes so long for a page of 1,000 keys. The store is made up and the files have no content.
 *
 * <p>Arguments: number of files, milliseconds a page; or the address of images that are there.
 * Prints JSON.
 */
final class ListingBenchmark {
  private static final int PER_CLASS = 1000;

  private final Map<String, Object> figures = new LinkedHashMap<>();

  private ListingBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    ListingBenchmark benchmark = new ListingBenchmark();
    if (arguments.length == 1) {
      benchmark.measure(arguments[0], new Configuration());
    } else {
      long files = Long.parseLong(arguments[0]);
      long pageMillis = Long.parseLong(arguments[1]);
      benchmark.figures.put("page_millis", pageMillis);
      benchmark.measure("store://bucket/", bucket(files, pageMillis));
    }
    System.out.println(Json.MAPPER.writeValueAsString(benchmark.figures));
  }

  /** Keys as data sets have them: some 60 characters with bucket and folders. */
  private static Configuration bucket(long files, long pageMillis) {
    return StoreFileSystem.with(
        "bucket",
        StoreFileSystem.Bucket.slow(
            files,
            i -> "datasets/train/n%08d/n%08d_%07d.JPEG".formatted(i / PER_CLASS, i / PER_CLASS, i),
            pageMillis));
  }

  private void measure(String images, Configuration hadoop) throws IOException {
    long before = heldBytes();
    resetPeak();
    ImageListing listing =
        timed("listing", () -> new ImageLister(hadoop).list(images, ListingOptions.defaults()));
    figures.put("images", listing.matched());
    figures.put("listing_peak_heap_mib", peakMebibytes());
    long held = heldBytes() - before;
    figures.put("listing_held_mib", held >> 20);
    figures.put("held_bytes_per_image", held / listing.matched());
    prepareRun(listing);
    Reference.reachabilityFence(listing);
  }

  private void prepareRun(ImageListing listing) throws IOException {
    Path output = Files.createTempDirectory("listing-benchmark");
    try {
      ListingFile file =
          new ListingFile(new RunFolder(output.toString(), "run", new Configuration()));
      resetPeak();
      timed(
          "writing_listing_file",
          () -> {
            file.write(listing);
            return null;
          });
      figures.put("listing_file_mib", FileUtils.sizeOfDirectory(output.toFile()) >> 20);
      timed("digest", () -> digest(listing));
      figures.put("preparation_peak_heap_mib", peakMebibytes());
      long before = heldBytes();
      ImageListing again = timed("reading_listing_file", file::read);
      figures.put("read_again_held_mib", heldBytes() - before >> 20);
      Reference.reachabilityFence(again);
    } finally {
      FileUtils.deleteDirectory(output.toFile());
    }
  }

  private static String digest(ImageListing listing) {
    PathDigest digest = new PathDigest();
    for (ListedImage image : listing.images()) {
      digest.add(image.path());
    }
    return digest.value();
  }

  private <T> T timed(String name, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    figures.put(name + "_seconds", Math.round((System.nanoTime() - start) / 1e7) / 100.0);
    return result;
  }

  private static void resetPeak() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** Garbage included: what the heap grew to, not what it needs. */
  private static long peakMebibytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }

  private static long heldBytes() {
    long held = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      held = Math.min(held, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return held;
  }
}
