package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.export.ExportForm;
import io.github.imagefeatures.job.export.PipelineExport;
import io.github.imagefeatures.job.export.RunExport;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.folder.RunLock;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.inspect.FinishedRuns;
import io.github.imagefeatures.listing.ImageLister;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.listing.SparkTarScanning;
import io.github.imagefeatures.s3.FaultyStore;
import io.github.imagefeatures.s3.LocalS3;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs with images and output in an S3 server of this machine, through S3A. */
final class S3RunTest {
  private static final String ROOT = "s3a://" + LocalS3.BUCKET + "/";

  /** Amazon S3 tells times in whole seconds: what is younger than two is not taken over. */
  private static final long UNTIL_OLD_ENOUGH = Reuse.COARSEST_CLOCK_MILLIS + 500;

  private static SparkSession spark;
  private static LocalS3 server;
  private static FaultyStore store;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = new LocalS3(Files.createDirectory(folder.resolve("s3")));
    spark = LocalSpark.session();
    store = new FaultyStore(server.endpoint());
    reach(server.endpoint());
    new ImageGenerator().generate(folder.resolve("set").toString(), new SetSize(3, 5), 1);
  }

  /** The bucket at the server itself, or through what watches each request, which takes as long. */
  private static void reach(String endpoint) throws IOException {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    LocalS3.hadoopSettings(endpoint).forEach(hadoop::set);
    forgetBucket();
  }

  /** Hadoop keeps what it has opened, whatever it is told afterwards. */
  private static void forgetBucket() throws IOException {
    FileSystem.get(
            new org.apache.hadoop.fs.Path(ROOT).toUri(), spark.sparkContext().hadoopConfiguration())
        .close();
  }

  @AfterAll
  static void stop() throws IOException {
    // Or the next test of this JVM would meet the server that is gone.
    forgetBucket();
    spark.close();
    store.close();
    server.close();
  }

  @Test
  void oddNamesComeOutExactlyAsTheyWentIn() throws IOException {
    List<String> names =
        List.of(
            "a b/c d.jpg",
            "#1/100%?.jpg",
            "a:b/c:d.jpg",
            "'single' \"double\"/it's \"it\".jpg",
            "comma,semi;/tab\tname.jpg",
            "line\nbreak/x\ny.jpg",
            "\u732b/\u00e9\u043a\u0438\u0442 \ud83d\udc31.jpg",
            "%20/%41+.jpg",
            "{glob}[a-z]*/x*.jpg",
            "root.jpg");
    for (int i = 0; i < names.size(); i++) {
      server.put("odd/" + names.get(i), picture(i));
    }
    server.put("odd/a:b/\u732b \"x\",#%?\n.jpg", "no picture".getBytes());

    Manifest manifest =
        new TestRuns(spark, ROOT + "odd", ROOT + "out")
            .maxRejected(0.5)
            .neighbours(10)
            .run("odd")
            .manifest();

    Map<String, String> labels = new TreeMap<>();
    for (String name : names) {
      String[] parts = name.split("/");
      labels.put(ROOT + "odd/" + name, parts.length < 2 ? "" : parts[parts.length - 2]);
    }
    String run = ROOT + "out/runs/odd/";
    assertEquals(labels, TestRuns.column(spark, run + "features", "label"));
    assertEquals(labels, TestRuns.column(spark, run + "pca", "label"));
    assertEquals(labels.keySet(), TestRuns.column(spark, run + "provenance", "length").keySet());
    assertEquals(
        Set.of(ROOT + "odd/a:b/\u732b \"x\",#%?\n.jpg"),
        TestRuns.column(spark, run + "rejected", "reason").keySet());
    assertEquals(names.size() + 1, manifest.counts().listed());
    new FinishedRuns(ROOT + "out", spark).validate(Optional.of("odd"));
  }

  @Test
  void aRunIntoABucketCopiesNothingButItsPageAndPlots() throws IOException {
    for (int i = 0; i < 12; i++) {
      server.put("straight/" + i % 3 + "/" + i + ".jpg", picture(i));
    }
    server.put("straight/0/broken.jpg", "no picture".getBytes());
    Set<String> copied = Collections.synchronizedSet(new TreeSet<>());
    reach(store.endpoint());
    store.strike(
        request -> {
          if (request.getHeader("x-amz-copy-source") != null) {
            copied.add(request.getUrl().replaceFirst(".*/runs/straight/", ""));
          }
          return false;
        },
        FaultyStore.slowDown());
    try {
      TestRuns runs = new TestRuns(spark, ROOT + "straight", ROOT + "out").shards(4);
      CompletedRun run = runs.maxRejected(0.5).neighbours(10).thumbnails(5).run("straight");
      assertEquals(12, run.manifest().counts().featurized());
      for (String table : List.of("features", "pca", "provenance", "rejected", "neighbours")) {
        assertTrue(run.table(table, spark).count() > 0, table);
      }
    } finally {
      store.heal();
      reach(server.endpoint());
    }
    assertEquals(
        Set.of("report.html", "plots/explained-variance.png", "plots/components.png"), copied);
    new FinishedRuns(ROOT + "out", spark).validate(Optional.of("straight"));
  }

  @Test
  void aRunThatAnEarlierVersionBeganInABucketIsResumedWithItsFeatures() throws IOException {
    for (int i = 0; i < 6; i++) {
      server.put("begun/" + i + ".jpg", picture(i));
    }
    TestRuns runs = new TestRuns(spark, ROOT + "begun", ROOT + "out").shards(4);
    assertThrows(
        IllegalStateException.class, () -> runs.run("begun", TestRuns.stoppingAt(Stage.FITTING)));
    org.apache.hadoop.fs.Path run = new org.apache.hadoop.fs.Path(ROOT + "out/runs/begun");
    FileSystem bucket = run.getFileSystem(spark.sparkContext().hadoopConfiguration());
    // That version wrote its tables there, and gave them their final names in the end.
    for (String table : List.of("features", "provenance")) {
      assertTrue(
          bucket.rename(
              new org.apache.hadoop.fs.Path(run, table),
              new org.apache.hadoop.fs.Path(run, "_working/" + table)));
    }
    Set<String> read = Collections.synchronizedSet(new TreeSet<>());
    reach(store.endpoint());
    store.strike(
        request -> {
          if (FaultyStore.isRead(request, "/begun/") && request.getUrl().endsWith(".jpg")) {
            read.add(request.getUrl());
          }
          return false;
        },
        FaultyStore.slowDown());
    try {
      runs.thumbnails(0).run("begun");
    } finally {
      store.heal();
      reach(server.endpoint());
    }
    assertEquals(Set.of(), read);
    new FinishedRuns(ROOT + "out", spark).validate(Optional.of("begun"));
  }

  @Test
  void whatAProcessWroteLateThatHadLostTheRunDoesNotCount() throws IOException {
    for (int i = 0; i < 6; i++) {
      server.put("late/" + i + ".jpg", picture(i));
    }
    new TestRuns(spark, ROOT + "late", ROOT + "out").featuresOnly().run("before");
    RunListener late =
        new RunListener() {
          @Override
          public void stageStarted(Stage stage) {
            if (stage == Stage.REPORTING) {
              spark
                  .read()
                  .parquet(ROOT + "out/runs/before/features")
                  .write()
                  .mode(SaveMode.Append)
                  .parquet(ROOT + "out/runs/late/features");
            }
          }
        };
    new TestRuns(spark, ROOT + "late", ROOT + "out").shards(4).run("late", late);
    assertEquals(6, spark.read().parquet(ROOT + "out/runs/late/features").count());
    new FinishedRuns(ROOT + "out", spark).validate(Optional.of("late"));
  }

  @Test
  void labelsOfAFileInTheStoreAreThoseOfTheImagesThatItNames() throws IOException {
    server.put("labelled/a/1.jpg", picture(0));
    server.put("labelled/b/2.jpg", picture(1));
    String address = LocalS3.BUCKET + "/labelled/a/1.jpg";
    server.put(
        "labels #1 [x].csv", "path,label\ns3://%s,x\nb/2.jpg,y\n".formatted(address).getBytes());
    TestRuns runs = new TestRuns(spark, ROOT + "labelled", ROOT + "out");

    DryRun.Plan plan = runs.labels(ROOT + "labels #1 [x].csv", 0).plan();

    assertEquals(Map.of("x", 1L, "y", 1L), plan.images().byLabel());
    assertEquals(ROOT + "labels #1 [x].csv", plan.images().labelsFrom());
    String none =
        assertThrows(InputException.class, () -> runs.labels(ROOT + "none.csv", 0).plan())
            .getMessage();
    assertTrue(none.contains("none.csv' cannot be read: No such file"), none);
  }

  @Test
  void aKeyToWhichNoPathLeadsIsUnreadableAndNamed() throws IOException {
    for (int i = 0; i < 4; i++) {
      server.put("keys/" + i + ".jpg", picture(i));
    }
    server.put("keys//beyond.jpg", picture(4));

    new TestRuns(spark, ROOT + "keys", ROOT + "out").maxRejected(0.5).run("keys");

    String rejected = ROOT + "out/runs/keys/rejected";
    assertEquals(
        Map.of(ROOT + "keys/beyond.jpg", "unreadable"), TestRuns.column(spark, rejected, "reason"));
    String message =
        TestRuns.column(spark, rejected, "message").get(ROOT + "keys/beyond.jpg").toString();
    assertTrue(message.contains("'keys//beyond.jpg'"), message);
  }

  @Test
  void anIncrementalRunTakesOverWhatIsThereAndComputesTheRest() throws Exception {
    for (int i = 0; i < 6; i++) {
      server.put("growing/" + i % 2 + "/" + i + ".jpg", picture(i));
    }
    Thread.sleep(UNTIL_OLD_ENOUGH);
    TestRuns runs = new TestRuns(spark, ROOT + "growing", ROOT + "grown").shards(4);
    runs.run("a");
    server.put("growing/1/new.jpg", picture(6));
    server.put("growing/0/0.jpg", picture(7));
    server.delete("growing/0/2.jpg");

    Manifest manifest = runs.incremental().run("b").manifest();

    assertEquals(6, manifest.counts().featurized());
    assertEquals(4, manifest.counts().reused());
    Map<String, Object> before = TestRuns.column(spark, ROOT + "grown/runs/a/features", "features");
    Map<String, Object> after = TestRuns.column(spark, ROOT + "grown/runs/b/features", "features");
    for (String kept : List.of("1/1.jpg", "1/3.jpg", "0/4.jpg", "1/5.jpg")) {
      String path = ROOT + "growing/" + kept;
      assertEquals(before.get(path), after.get(path), path);
    }
    new FinishedRuns(ROOT + "grown", spark).validate(Optional.of("b"));
  }

  @Test
  void theFitOfARunInABucketIsUsedByItsAddress() throws IOException {
    for (int i = 0; i < 4; i++) {
      server.put("fitted/" + i + ".jpg", picture(i));
    }
    new TestRuns(spark, ROOT + "fitted", ROOT + "fits").run("a");

    new TestRuns(spark, ROOT + "fitted", folder.resolve("here"))
        .fitFrom(ROOT + "fits/runs/a")
        .run("b");

    Path here = folder.resolve("here/runs/b/pca");
    assertEquals(
        TestRuns.column(spark, ROOT + "fits/runs/a/pca", "pca_features"),
        TestRuns.column(spark, here, "pca_features"));
    new FinishedRuns(folder.resolve("here").toString(), spark).validate(Optional.of("b"));
  }

  @Test
  void aRunOfABucketIsExportedIntoABucketAndLoadedFromIt() throws IOException {
    for (int i = 0; i < 4; i++) {
      server.put("piped/" + i + ".jpg", picture(i));
    }
    CompletedRun run = new TestRuns(spark, ROOT + "piped", ROOT + "pipes").neighbours(10).run("a");
    String pipeline =
        new PipelineExport(run, spark)
            .write(ROOT + "pipelines/a", Optional.empty(), TestRuns.nowhere(spark))
            .toString();
    assertEquals(ROOT + "pipelines/a", pipeline);
    Dataset<Row> images = spark.read().format("binaryFile").load(ROOT + "piped");
    List<Row> made =
        PipelineModel.load(pipeline)
            .transform(images)
            .select("path", "features_vector")
            .collectAsList();
    Map<String, Object> features =
        TestRuns.column(spark, ROOT + "pipes/runs/a/features", "features");
    assertEquals(features.size(), made.size());
    for (Row row : made) {
      List<Double> numbers = Arrays.stream(row.<Vector>getAs(1).toArray()).boxed().toList();
      List<Float> expected = ((Row) RowFactory.create(features.get(row.getString(0)))).getList(0);
      assertEquals(expected.stream().map(Float::doubleValue).toList(), numbers);
    }
    RunExport export = new RunExport(run, spark, Assertions::fail);
    String atlas =
        export.write(ExportForm.EMBEDDING_ATLAS, ROOT + "exported/atlas", true) + "/images.parquet";
    List<Row> rows = spark.read().parquet(atlas).select("path", "image").collectAsList();
    assertEquals(
        features.keySet().stream().sorted().toList(),
        rows.stream().map(row -> row.getString(0)).toList());
    assertTrue(rows.stream().noneMatch(row -> row.isNullAt(1)));
    String arrays = export.write(ExportForm.NPY, ROOT + "exported/arrays", true).toString();
    assertEquals(
        128 + 4 * 1280 * 4,
        spark
            .read()
            .format("binaryFile")
            .load(arrays + "/features.npy")
            .select("length")
            .first()
            .getLong(0));
  }

  @Test
  void anImageAtTheRootOfABucketHasNoLabel() throws IOException {
    server.put("at-the-root.jpg", picture(0));
    for (String images : List.of("s3a://" + LocalS3.BUCKET, ROOT)) {
      ListedImage found =
          new ImageLister(spark.sparkContext().hadoopConfiguration(), new SparkTarScanning(spark))
              .list(images, new ListingOptions("at-the-root.jpg", 0))
              .images()
              .get(0);
      assertEquals(ROOT + "at-the-root.jpg", found.path());
      assertEquals("", found.label());
    }
  }

  @Test
  void ofManyThatBeginARunAtTheSameMomentNeverTwoHaveIt() throws Exception {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    int racers = 3;
    ExecutorService pool = Executors.newFixedThreadPool(racers);
    int had = 0;
    try {
      for (int race = 0; race < 6; race++) {
        String runId = "race" + race;
        CyclicBarrier start = new CyclicBarrier(racers);
        Callable<RunLock> racing =
            () -> {
              RunLock turns = new RunLock(new RunFolder(ROOT + "races", runId, hadoop));
              start.await();
              try {
                turns.take();
                return turns;
              } catch (OutputException refused) {
                return null;
              }
            };
        List<RunLock> winners = new ArrayList<>();
        for (Future<RunLock> end : pool.invokeAll(List.of(racing, racing, racing))) {
          if (end.get() != null) {
            winners.add(end.get());
          }
        }
        assertTrue(winners.size() <= 1, winners.size() + " have the run");
        had += winners.size();
      }
    } finally {
      pool.shutdownNow();
    }
    assertTrue(had > 0, "somebody gets a run");
  }

  private static byte[] picture(int index) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("set"))) {
      return Files.readAllBytes(files.filter(Files::isRegularFile).sorted().toList().get(index));
    }
  }
}
