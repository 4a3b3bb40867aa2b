package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.job.cli.ProgramHere;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output's disk, a small one of its own, is full or takes no writes. */
@Tag("faults")
final class DiskFaultsIT {
  private static final String PLACE_OF_FULL = "4-disk-1-full";
  private static final String FULL = "the output's disk is full";
  private static final String PLACE_OF_READ_ONLY = "4-disk-2-read-only";
  private static final String READ_ONLY = "the output's disk takes no writes";

  /** A run leaves some 3 MB: these end it among the shards, in the tables, and near the end. */
  private static final int[] ROOM_KIB = {40, 200, 1200};

  private static final int PLENTY_KIB = 64 * 1024;

  @TempDir private Path folder;
  private Path disk;
  private FinishedOutput earlier;

  @BeforeEach
  void mountADisk() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted = mount("-t", "tmpfs", "-o", "size=" + PLENTY_KIB + "k", "tmpfs");
    if (!mounted) {
      FaultTable.leave(PLACE_OF_FULL, FULL);
      FaultTable.leave(PLACE_OF_READ_ONLY, READ_ONLY);
    }
    assumeTrue(mounted, "a small disk can be mounted only by root");
    new ImageGenerator().generate(folder.resolve("images").toString(), new SetSize(2, 5), 1);
    assertEquals(0, run("earlier").exitCode());
    earlier = new FinishedOutput(disk.resolve("runs/earlier"));
  }

  @AfterEach
  void unmount() throws IOException {
    command("umount", disk.toString());
  }

  @Test
  void aFullDiskEndsARunWithSixAndTheRunResumesWhenThereIsRoom() throws IOException {
    Map<Path, byte[]> before = content();
    FinishedOutput run = new FinishedOutput(disk.resolve("runs/full"));
    for (int room : ROOM_KIB) {
      resize(used() + room);
      Launcher.Result result = run("full");
      assertEnded(result, "No space left on device");
      assertNothingPublished(run, before);
    }
    resize(PLENTY_KIB);
    assertEquals(0, run("full").exitCode());
    run.assertSameAs(earlier);
    FaultTable.add(
        PLACE_OF_FULL,
        FULL,
        "a small disk of its own, full at three points of a run",
        ROOM_KIB.length,
        "exit code 6 and one sentence, no manifest, earlier run and `latest.json` untouched; with room it resumes and ends as an undisturbed run does");
  }

  @Test
  void aReadOnlyDiskEndsARunWithSixAndLeavesEverything() throws IOException {
    Map<Path, byte[]> before = content();
    assertTrue(mount("-o", "remount,ro"));
    assertEnded(run("refused"), "Cannot write");
    assertTrue(mount("-o", "remount,rw"));
    assertSame(before, content());
    assertEquals(0, run("refused").exitCode());
    new FinishedOutput(disk.resolve("runs/refused")).assertSameAs(earlier);
    FaultTable.add(
        PLACE_OF_READ_ONLY,
        READ_ONLY,
        "a disk of its own, mounted anew for reading only",
        1,
        "exit code 6 and one sentence, nothing written; once it takes writes the run ends as an undisturbed run does");
  }

  private void assertNothingPublished(FinishedOutput run, Map<Path, byte[]> before)
      throws IOException {
    assertFalse(run.isComplete());
    Map<Path, byte[]> after = content();
    after.keySet().removeIf(file -> file.startsWith(disk.resolve("runs/full")));
    assertSame(before, after);
  }

  private static void assertEnded(Launcher.Result result, String reason) {
    assertEquals(6, result.exitCode(), result.err());
    assertTrue(result.sentence().contains(reason), result.err());
    assertTrue(result.sentence().matches(".*\\. \\[IF-[A-Z0-9]+-[0-9]{2}]"), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }

  private static void assertSame(Map<Path, byte[]> before, Map<Path, byte[]> after) {
    assertEquals(before.keySet(), after.keySet());
    before.forEach((file, bytes) -> assertTrue(java.util.Arrays.equals(bytes, after.get(file))));
  }

  private Launcher.Result run(String runId) {
    return new ProgramHere()
        .run(
            "run",
            "--quiet",
            "--allow-untrained",
            "--images=" + folder.resolve("images"),
            "--output=" + disk,
            "--run-id=" + runId,
            "--shard-size=4");
  }

  private Map<Path, byte[]> content() throws IOException {
    Map<Path, byte[]> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(disk)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file, Files.readAllBytes(file));
      }
    }
    return content;
  }

  private long used() throws IOException {
    var store = Files.getFileStore(disk);
    return (store.getTotalSpace() - store.getUnallocatedSpace()) / 1024;
  }

  private void resize(long kib) throws IOException {
    assertTrue(mount("-o", "remount,size=" + kib + "k"));
  }

  private boolean mount(String... options) throws IOException {
    String[] line = Stream.of(options).toArray(String[]::new);
    return command(
        Stream.of(Stream.of("mount"), Stream.of(line), Stream.of(disk.toString()))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private static boolean command(String... line) throws IOException {
    try {
      return new ProcessBuilder(line).redirectErrorStream(true).start().waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
