package io.github.imagefeatures.job.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.report.Browser;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import io.github.imagefeatures.session.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run over names that would be scripts, and its page in a real browser. */
final class HostileNamesRunTest {
  private static final String SCRIPT = "<script>window.ran=1;alert(1)</script>";

  /** A folder's name holds no slash. */
  private static final String FOLDER = "<script>window.ran=1;alert(1)<";

  private static final String IMAGE = "\"><img src=x onerror=\"window.ran=1\">\u2028'&amp;";

  @TempDir private Path temp;

  @Test
  void namesOfFoldersFilesClassesAndRejectedImagesAreTextOnThePage() throws IOException {
    Path images = temp.resolve(IMAGE);
    draw(images);

    CompletedRun run;
    try (SparkSession spark = LocalSpark.session()) {
      run =
          new TestRuns(spark, images.toString(), temp.resolve("out"))
              .maxRejected(0.5)
              .neighbours(10)
              .run("a");
    }

    assertEquals(1, run.manifest().counts().rejected());
    try (Browser browser = new Browser(temp.resolve("browser"), true)) {
      browser.open(temp.resolve("out/runs/a/report.html"));
      assertEquals(Boolean.TRUE, browser.eval("window.ran === undefined"));
      assertEquals(0L, browser.eval("document.querySelectorAll('img[src=\"x\"]').length"));
      String text = (String) browser.eval("document.body.textContent");
      assertTrue(text.contains(SCRIPT), "the class that the tar says");
      assertTrue(text.contains(FOLDER), "the class that the folder says");
      assertTrue(text.contains("onerror=\"window.ran=1\""), "the image and its folder");
      assertEquals(List.of(), browser.console());
    }
  }

  private void draw(Path images) throws IOException {
    Path drawn = temp.resolve("drawn");
    new ImageGenerator().generate(drawn.toString(), new SetSize(1, 4), 1);
    List<Path> pictures;
    try (Stream<Path> files = Files.walk(drawn)) {
      pictures = files.filter(Files::isRegularFile).sorted().toList();
    }
    Path folder = Files.createDirectories(images.resolve(FOLDER));
    Files.copy(pictures.get(0), folder.resolve(IMAGE + ".jpg"));
    Files.copy(pictures.get(1), folder.resolve("2.jpg"));
    Files.writeString(folder.resolve(IMAGE + "broken.jpg"), IMAGE);
    new TarFile()
        .with("1.jpg", Files.readAllBytes(pictures.get(2)))
        .with("1.cls", SCRIPT.getBytes(StandardCharsets.UTF_8))
        .writeTo(images.resolve("set.tar"));
  }
}
