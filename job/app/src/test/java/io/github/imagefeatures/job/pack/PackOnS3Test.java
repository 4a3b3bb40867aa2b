package io.github.imagefeatures.job.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.listing.ListingOptions;
import io.github.imagefeatures.s3.LocalS3;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and tars in an S3 server of this machine, through S3A. */
final class PackOnS3Test {
  private static final String ROOT = "s3a://" + LocalS3.BUCKET + "/";

  private static SparkSession spark;
  private static LocalS3 server;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = new LocalS3(Files.createDirectory(folder.resolve("s3")));
    spark = LocalSpark.session();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    LocalS3.hadoopSettings(server.endpoint()).forEach(hadoop::set);
    PackedTree.write(folder.resolve("set"));
  }

  @AfterAll
  static void stop() throws IOException {
    // Or the next test of this JVM would meet the server that is gone.
    FileSystem.get(
            new org.apache.hadoop.fs.Path(ROOT).toUri(), spark.sparkContext().hadoopConfiguration())
        .close();
    spark.close();
    server.close();
  }

  @Test
  void objectsArePackedIntoObjectsAndFoundAsTheyWere() {
    server.putAll(folder.resolve("set"), "whole");

    pack("whole", "packed").run();

    PackedTree.assertSame(spark, ROOT + "whole", ROOT + "packed");
    Pack.Result again = pack("whole", "packed").run();
    assertEquals(again.tars(), again.kept());
  }

  @Test
  void anObjectThatGoesMeanwhileIsNamedAndThePackIsResumed() {
    server.putAll(folder.resolve("set"), "going");
    PackListener removes =
        new PackListener() {
          @Override
          public void packingStarted(long images, long already) {
            server.delete("going/Test/red apple/1.jpg");
          }
        };
    InputException failure =
        assertThrows(
            InputException.class, () -> new Pack(options("going", "rest"), spark, removes).run());
    assertTrue(
        failure.getMessage().contains("1 of 15 images cannot be packed: 'Test/red apple/1.jpg'"),
        failure.getMessage());

    Pack.Result resumed = pack("going", "rest").run();

    assertEquals(14, resumed.images());
    assertTrue(resumed.kept() > 0, resumed.toString());
    PackedTree.assertSame(spark, ROOT + "going", ROOT + "rest");
  }

  private static Pack pack(String from, String to) {
    return new Pack(options(from, to), spark, PackListener.NONE);
  }

  private static PackOptions options(String from, String to) {
    return new PackOptions(ROOT + from, ROOT + to, ListingOptions.defaults(), 64 << 10);
  }
}
