package io.github.imagefeatures.job.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.OutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does to its folder. */
final class RunFolderTest {
  @TempDir private Path output;
  private Path root;
  private RunFolder folder;

  @BeforeEach
  void open() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    folder = new RunFolder(output.toString(), "a", hadoop);
    root = output.resolve("runs/a");
  }

  @Test
  void aFileThatFailsHalfwayLeavesTheEarlierOne() throws IOException {
    folder.write(folder.path("x"), bytes("earlier"));
    assertThrows(
        OutputException.class,
        () ->
            folder.write(
                folder.path("x"),
                out -> {
                  out.write(bytes("lat"));
                  throw new IOException("No space left on device");
                }));
    assertEquals("earlier", Files.readString(root.resolve("x")));
  }

  @Test
  void publishingReplacesWhatIsThere() throws IOException {
    put("features/old", "1");
    put("_working/features/new", "2");
    folder.publish("features");
    assertFalse(Files.exists(root.resolve("features/old")));
    assertEquals("2", Files.readString(root.resolve("features/new")));
    assertFalse(Files.exists(root.resolve("_working/features")));
  }

  @Test
  void publishingTwiceLosesNothing() throws IOException {
    put("_working/features/new", "2");
    folder.publish("features");
    folder.publish("features");
    assertEquals("2", Files.readString(root.resolve("features/new")));
  }

  @Test
  void twoRunsThatWriteOneFileAtOnceDoNotMix() throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    RunFolder other = new RunFolder(output.toString(), "b", hadoop);
    folder.write(
        folder.path("x"),
        out -> {
          out.write(bytes("one "));
          other.write(folder.path("x"), bytes("other"));
          assertEquals("other", Files.readString(root.resolve("x")));
          out.write(bytes("whole"));
        });
    assertEquals("one whole", Files.readString(root.resolve("x")));
  }

  @Test
  void whatWasPublishedInPartIsTakenBackWhole() throws IOException {
    // As a crash leaves it in an object store, where renaming a folder is copying its files.
    put("features/moved", "1");
    put("features/copied", "2");
    put("_working/features/copied", "2");
    put("_working/features/left", "3");
    folder.recall("features");
    assertFalse(Files.exists(root.resolve("features")));
    for (String name : new String[] {"moved", "copied", "left"}) {
      assertTrue(Files.exists(root.resolve("_working/features/" + name)), name);
    }
  }

  @Test
  void anOutputThatIsNoAddressIsTheOutputsFault() {
    for (String wrong : new String[] {"", "nosuchscheme://x/y", "a:b"}) {
      OutputException failure =
          assertThrows(
              OutputException.class, () -> new RunFolder(wrong, "a", new Configuration()), wrong);
      assertTrue(failure.getMessage().endsWith("."), failure.getMessage());
    }
  }

  @Test
  void anOutputBelowAFileSaysWhatToCheck() throws IOException {
    Files.writeString(output.resolve("file"), "x");
    RunFolder below = new RunFolder(output.resolve("file").toString(), "a", new Configuration());
    OutputException failure =
        assertThrows(OutputException.class, () -> below.write(below.path("x"), bytes("y")));
    assertTrue(failure.getMessage().contains("check that the output exists"));
  }

  private void put(String name, String content) throws IOException {
    Files.createDirectories(root.resolve(name).getParent());
    Files.writeString(root.resolve(name), content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
