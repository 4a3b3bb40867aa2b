package io.github.imagefeatures.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.imagefeatures.featurize.FeaturizeOptions;
import io.github.imagefeatures.featurize.Featurizer;
import io.github.imagefeatures.job.folder.Claim;
import io.github.imagefeatures.job.folder.ListingFile;
import io.github.imagefeatures.job.folder.PathDigest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.ShardLog;
import io.github.imagefeatures.job.folder.ShardRecord;
import io.github.imagefeatures.job.folder.ShardTotals;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ImageListing;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;

/**
 * A run of very many images of which there are only the names, in a JVM of its own with a heap of
 * its own: everything that the driver does with the images of a run, with a stub in place of the
 * tasks. Each stage prints its name, its seconds, the heap in use when it has ended and its seconds
 * of a core, between tabs.
 */
final class StoreSimulation {
  /** Tasks at once of 50 nodes with four vCPUs each. */
  private static final int SLOTS = 200;

  private static final double SECONDS_PER_IMAGE = 0.0125;

  private final int shardSize;
  private final Configuration hadoop;
  private final RunOptions options;
  private final RunFolder folder;
  private final ListingFile file;

  private StoreSimulation(String endpoint, int shardSize, String output) {
    this.shardSize = shardSize;
    this.hadoop = new Configuration();
    hadoop.set("fs.s3a.endpoint", endpoint);
    hadoop.set("fs.s3a.endpoint.region", "us-east-1");
    hadoop.set("fs.s3a.path.style.access", "true");
    hadoop.set("fs.s3a.access.key", "key");
    hadoop.set("fs.s3a.secret.key", "secret");
    this.options = RunOptions.builder("s3a://" + NamesServer.BUCKET + "/", output).build();
    this.folder = new RunFolder(output, "simulated", hadoop);
    this.file = new ListingFile(folder);
  }

  /**
   * @param args where the names are served, images of a shard, and a folder for the run
   */
  public static void main(String[] args) {
    new StoreSimulation(args[0], Integer.parseInt(args[1]), args[2]).run();
  }

  private void run() {
    Claim claim = new Claim(folder, options);
    claim.take();
    ImageListing listed =
        timed(
            "listing",
            () -> new ImageLister(hadoop).list(options.images(), ListingOptions.defaults()));
    timed("keeping the listing", () -> kept(listed));
    ImageListing resumed = timed("reading it back to resume", file::read);
    ShardLog log = new ShardLog(folder, claim);
    timed("planning and committing the shards", () -> committed(resumed.images(), log));
    List<ShardRecord> shards = timed("reading the shards' records to resume", log::committed);
    timed("publishing", () -> published(shards));
    timed("validating: counts, and the digest of all paths", () -> validated(resumed, shards));
  }

  private int kept(ImageListing listed) {
    file.write(listed);
    return listed.images().size();
  }

  private int committed(List<ListedImage> images, ShardLog log) {
    int index = 0;
    for (int from = 0; from < images.size(); index++) {
      List<ListedImage> shard =
          images.subList(from, (int) Math.min(images.size(), (long) from + shardSize));
      int number = index;
      log.commit(() -> stub(number, shard));
      from += shard.size();
    }
    return index;
  }

  /** What the tasks of a shard leave: files without content, and what they counted. */
  private ShardRecord stub(int index, List<ListedImage> shard) {
    SortedMap<String, Long> byLabel = new TreeMap<>();
    int task = 0;
    for (List<ListedImage> slice :
        Featurizer.tasks(shard, FeaturizeOptions.DEFAULT, SLOTS, SECONDS_PER_IMAGE)) {
      slice.forEach(image -> byLabel.merge(image.label(), 1L, Long::sum));
      String name = String.format(Locale.ROOT, "part-%05d-%05d.parquet", index, task++);
      empty(name);
    }
    return new ShardRecord(
        index, byLabel, new TreeMap<>(), new TreeMap<>(), 0, null, List.of(), List.of());
  }

  /** Without Hadoop, which starts a process for the permissions of each local file. */
  private void empty(String name) {
    try {
      Path features = Path.of(folder.working(RunFolder.FEATURES).toUri().getPath());
      Files.createDirectories(features);
      Files.createFile(features.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int published(List<ShardRecord> shards) {
    folder.publish(RunFolder.FEATURES);
    return shards.size();
  }

  private String validated(ImageListing listing, List<ShardRecord> shards) {
    long images = ShardTotals.of(shards).images();
    if (images != listing.images().size()) {
      throw new IllegalStateException(images + " images are in shards.");
    }
    PathDigest digest = new PathDigest();
    listing.images().forEach(image -> digest.add(image.path()));
    return digest.value();
  }

  private static <T> T timed(String stage, Supplier<T> work) {
    long start = System.nanoTime();
    long coreStart = coreNanos();
    T result = work.get();
    double seconds = (System.nanoTime() - start) / 1e9;
    double coreSeconds = (coreNanos() - coreStart) / 1e9;
    System.gc();
    Runtime heap = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "%s\t%.3f\t%d\t%.3f%n",
        stage,
        seconds,
        (heap.totalMemory() - heap.freeMemory()) >> 20,
        coreSeconds);
    return result;
  }

  private static long coreNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
