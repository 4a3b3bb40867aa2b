package io.github.imagefeatures.job.probe;

import io.github.imagefeatures.network.weights.Networks;
import io.github.imagefeatures.table.CommitClasses;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.VectorTable;
import io.github.imagefeatures.table.VectorTableWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** What the output's store takes and gives back, how fast, and how it keeps it. */
final class StoreChecks {
  private static final int ROWS = 10;
  private static final int FILES = 2;

  /** As large as a photograph that was made smaller. */
  private static final int SMALL_BYTES = 64 << 10;

  private static final int SMALL_OBJECTS = 15;
  private static final int LISTINGS = 5;
  private static final int LARGE_BYTES = 32 << 20;
  private static final double MEGABYTE = 1e6;

  /** S3A's names for what S3 says of an object. */
  private static final String ALGORITHM = "header.x-amz-server-side-encryption";

  private static final String KEY = ALGORITHM + "-aws-kms-key-id";

  private final SparkSession spark;
  private final FileSystem store;
  private final Path scratch;

  /**
   * @param store of the output
   * @param scratch a folder of the output that is the probe's own
   */
  StoreChecks(SparkSession spark, FileSystem store, Path scratch) {
    this.spark = spark;
    this.store = store;
    this.scratch = scratch;
  }

  /** Writes, commits, lists and reads back ten rows as a run does its features. */
  Check commit(String name) throws IOException {
    // What a probe that was killed has left.
    store.delete(scratch, true);
    Path folder = new Path(scratch, "rows");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    long started = System.nanoTime();
    VectorTableWriter.writeFeatures(
        spark, context.parallelize(rows(), FILES), SaveMode.Append, folder.toString());
    double seconds = (System.nanoTime() - started) / 1e9;
    List<String> files =
        Arrays.stream(store.listStatus(folder))
            .map(file -> file.getPath().getName())
            .filter(file -> !file.startsWith("_") && !file.startsWith("."))
            .toList();
    List<FeatureVector> back = VectorTable.features(spark, folder.toString()).collect();
    CommitClasses classes = CommitClasses.of(spark, folder.toString());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("protocol", classes.protocol());
    details.put("committers", classes.committers());
    details.put("seconds", seconds);
    details.put("files", files);
    String figure =
        String.format(
            Locale.ROOT, "%d rows in %d files, %.1f s", back.size(), files.size(), seconds);
    return files.size() == FILES && areSame(rows(), back)
        ? Check.ok(
            name,
            figure,
            "What was written came back; %s of the protocol %s commits."
                .formatted(
                    classes.committers().isEmpty()
                        ? "a committer that is not visible"
                        : classes.committers().stream()
                            .map(StoreChecks::simple)
                            .collect(Collectors.joining(" over ")),
                    simple(classes.protocol())),
            details)
        : Check.failed(
            name,
            figure,
            "Other rows came back than were written: choose --spark-internals off, and another commit protocol if that does not help.",
            details);
  }

  /** Says how the store keeps an object that is written as a run writes. */
  Check encryption(String name) throws IOException {
    Path file = new Path(scratch, "encrypted");
    byte[] content = bytes(SMALL_BYTES);
    put(file, content);
    if (!Arrays.equals(content, get(file))) {
      return Check.failed(
          name,
          "other bytes",
          "Other bytes came back than were written: do not use this store.",
          Map.of());
    }
    Map<String, byte[]> attributes = attributes(file);
    if (!attributes.containsKey(ALGORITHM)) {
      return Check.notVisible(
          name, "What was written came back, and the store does not say how it is encrypted.");
    }
    String algorithm = text(attributes.get(ALGORITHM));
    String key = text(attributes.get(KEY));
    String wanted = configured("encryption.key");
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("algorithm", algorithm);
    details.put("key", key);
    details.put("configured_algorithm", configured("encryption.algorithm"));
    details.put("configured_key", wanted);
    details.put("endpoint_region", configured("endpoint.region"));
    details.put("cross_region_access", configured("cross.region.access.enabled"));
    return wanted.isEmpty() || key.equals(wanted)
        ? Check.ok(
            name,
            algorithm,
            "The object is encrypted with %s%s."
                .formatted(algorithm, key.isEmpty() ? "" : " and the key " + key),
            details)
        : Check.failed(
            name,
            algorithm,
            "The object is encrypted with the key '%s', where the cluster's settings name '%s': set outputKey to the key that the bucket must have."
                .formatted(key, wanted),
            details);
  }

  /**
   * How long the driver takes to put, get and list small objects, and for the bytes of a large one.
   */
  Check rates(String name) throws IOException {
    Path folder = new Path(scratch, "rates");
    byte[] small = bytes(SMALL_BYTES);
    List<Path> files =
        IntStream.range(0, SMALL_OBJECTS).mapToObj(i -> new Path(folder, "small-" + i)).toList();
    double put = median(files.stream().map(file -> (Work) () -> put(file, small)).toList());
    double get = median(files.stream().map(file -> (Work) () -> get(file)).toList());
    double list =
        median(
            IntStream.range(0, LISTINGS)
                .mapToObj(i -> (Work) () -> store.listStatus(folder))
                .toList());
    Path large = new Path(folder, "large");
    byte[] content = bytes(LARGE_BYTES);
    double putRate = content.length / MEGABYTE / seconds(() -> put(large, content));
    double getRate = content.length / MEGABYTE / seconds(() -> get(large));
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("put_ms", put * 1000);
    details.put("get_ms", get * 1000);
    details.put("list_ms", list * 1000);
    details.put("put_mb_s", putRate);
    details.put("get_mb_s", getRate);
    return Check.ok(
        name,
        String.format(
            Locale.ROOT,
            "put %.0f ms, get %.0f ms, list %.0f ms",
            put * 1000,
            get * 1000,
            list * 1000),
        String.format(
            Locale.ROOT,
            "These are medians for %d objects of 64 KiB, one after the other; one stream of 32 MiB went at %.0f MB/s and came back at %.0f MB/s.",
            SMALL_OBJECTS,
            putRate,
            getRate),
        details);
  }

  /** Removes all that the probe has laid down, which a run must be able to do, too. */
  Check removal(String name) throws IOException {
    store.delete(scratch, true);
    return store.exists(scratch)
        ? Check.failed(
            name,
            "still there",
            "The folder %s is still there after it was deleted: delete it by hand."
                .formatted(scratch),
            Map.of())
        : Check.ok(
            name, "done", "All that the probe wrote but its report is deleted again.", Map.of());
  }

  private static List<FeatureVector> rows() {
    return IntStream.range(0, ROWS)
        .mapToObj(
            row -> {
              float[] numbers = new float[Networks.DEFAULT.features()];
              Arrays.fill(numbers, row + 0.5f);
              return new FeatureVector("row " + row, "probe", numbers);
            })
        .toList();
  }

  private static boolean areSame(List<FeatureVector> written, List<FeatureVector> back) {
    List<FeatureVector> sorted =
        back.stream().sorted(Comparator.comparing(FeatureVector::getPath)).toList();
    return sorted.size() == written.size()
        && IntStream.range(0, ROWS)
            .allMatch(
                i ->
                    sorted.get(i).getPath().equals(written.get(i).getPath())
                        && Arrays.equals(
                            sorted.get(i).getFeatures(), written.get(i).getFeatures()));
  }

  private Map<String, byte[]> attributes(Path file) throws IOException {
    try {
      return store.getXAttrs(file);
    } catch (UnsupportedOperationException e) {
      // A disk has none.
      return Map.of();
    }
  }

  /** A setting of S3A's for the output's bucket, or for all buckets. */
  private String configured(String name) {
    String forAll = store.getConf().getTrimmed("fs.s3a." + name, "");
    String bucket = store.getUri().getHost();
    return bucket == null
        ? forAll
        : store.getConf().getTrimmed("fs.s3a.bucket." + bucket + "." + name, forAll);
  }

  private void put(Path file, byte[] content) throws IOException {
    try (OutputStream out = store.create(file, true)) {
      out.write(content);
    }
  }

  private byte[] get(Path file) throws IOException {
    try (InputStream in = store.open(file)) {
      return in.readAllBytes();
    }
  }

  /** Bytes that no store and no network makes fewer. */
  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static double median(List<Work> works) throws IOException {
    double[] seconds = new double[works.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = seconds(works.get(i));
    }
    Arrays.sort(seconds);
    return seconds[seconds.length / 2];
  }

  private static double seconds(Work work) throws IOException {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e9;
  }

  private static String text(byte[] value) {
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private static String simple(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** Something that is timed. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }
}
