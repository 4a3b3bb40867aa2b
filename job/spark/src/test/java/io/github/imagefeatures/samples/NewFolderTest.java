package io.github.imagefeatures.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewFolderTest {

  @TempDir Path folder;

  @Test
  void filesAppearAtTheirPlacesOnlyWhenAllAreThere() throws IOException {
    Path target = folder.resolve("new/target");

    NewFolder.fill(
        target.toString(),
        files -> {
          files.write("a/1", new byte[] {1});
          files.write("2", new byte[] {2});
          assertFalse(Files.exists(target.resolve("a")));
        });

    assertEquals(List.of("2", "a/1"), files(target));
    assertEquals(1, Files.size(target.resolve("a/1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../up", "a/../../up", "/tmp/new-folder-test/up", "a/../../../up"})
  void noFileIsWrittenOutside(String relative) throws IOException {
    Path target = folder.resolve("target");

    String message =
        assertThrows(
                OutputException.class,
                () ->
                    NewFolder.fill(
                        target.toString(), files -> files.write(relative, new byte[] {1})))
            .getMessage();

    assertTrue(message.contains("would lie outside"), message);
    assertEquals(List.of(), files(folder));
  }

  @Test
  void anEmptyFolderIsFilled() throws IOException {
    NewFolder.fill(folder.toString(), files -> files.write("1", new byte[0]));

    assertEquals(List.of("1"), files(folder));
  }

  @Test
  void aFolderThatHoldsAnythingIsRefusedAndUntouched() throws IOException {
    Files.writeString(folder.resolve(".note"), "mine");

    String message = refusal(folder.toString());

    assertTrue(message.contains("is not empty; name a folder that is new or empty."), message);
    assertEquals(List.of(".note"), files(folder));
  }

  @Test
  void whatAKilledProgramLeftIsCleared() throws IOException {
    Path left = Files.createDirectories(folder.resolve(NewFolder.UNFINISHED + "/class"));
    Files.writeString(left.resolve("half.jpg"), "half");

    NewFolder.fill(folder.toString(), files -> files.write("class/1.jpg", new byte[0]));

    assertEquals(List.of("class/1.jpg"), files(folder));
  }

  @Test
  void afterAFailureThereIsNoNewFolder() {
    Path target = folder.resolve("target");
    InputException failure = new InputException(FailureId.SAMPLE_UNREADABLE, "The source broke.");

    RuntimeException thrown =
        assertThrows(
            InputException.class,
            () ->
                NewFolder.fill(
                    target.toString(),
                    files -> {
                      files.write("a/1", new byte[1]);
                      throw failure;
                    }));

    assertSame(failure, thrown);
    assertFalse(Files.exists(target));
  }

  @Test
  void afterAFileThatCannotBeWrittenAnEmptyFolderIsEmptyAgain() throws IOException {
    OutputException failure =
        assertThrows(
            OutputException.class,
            () ->
                NewFolder.fill(
                    folder.toString(),
                    files -> {
                      files.write("a", new byte[1]);
                      files.write("a/1", new byte[1]);
                    }));

    assertTrue(
        failure.getMessage().startsWith("Writing '" + folder + "/a/1' failed: "),
        failure.getMessage());
    assertEquals(List.of(), files(folder));
  }

  @Test
  void aTargetThatCannotBeAFolderIsOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");

    assertTrue(refusal(file.toString()).contains("is not a folder; name one"));
    assertTrue(refusal(file + "/below").startsWith("Writing '" + file + "/below"));
    assertTrue(refusal("s3a://bucket/images").contains("a local folder; name one, and copy it"));
    assertTrue(refusal(" ").contains("name a folder"));
    assertTrue(refusal("nul\0").contains("is not a path"));
    assertEquals("mine", Files.readString(file));
  }

  private static String refusal(String target) {
    return assertThrows(
            OutputException.class,
            () -> NewFolder.fill(target, files -> files.write("1", new byte[0])))
        .getMessage();
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
