package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.job.cli.ProgramHere;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run dies between any two steps of its publishing, one step later each time. */
@Tag("faults")
final class PublishingFaultsIT {
  /** In a short sitting the run dies after every seventh change alone, from a random one on. */
  private static final int FEW = 7;

  @TempDir private Path folder;
  private boolean copies;

  @BeforeEach
  void draw() {
    new ImageGenerator().generate(folder.resolve("images").toString(), new SetSize(2, 5), 1);
  }

  @AfterEach
  void live() {
    DyingFileSystem.dieAfter(Integer.MAX_VALUE);
  }

  @Test
  void aRunThatDiesBetweenAnyTwoStepsOfItsPublishingResumesAndEndsAsIfItHadNot() throws Exception {
    int deaths = dieAgainAndAgain(3);
    FaultTable.add(
        "1-process-3-publishing",
        "the process dies between two steps of publishing",
        "a file system that lets nothing through after the first, second, ... change to published files",
        deaths,
        "each time it resumes under its id; complete in the end, features the same bits, components the same, `latest.json` names it");
  }

  /** There tables are written where they stay, so that readers see every step of a run. */
  @Test
  void aRunThatDiesBetweenAnyTwoStepsOnAStoreThatCopiesWhatItRenamesEndsAsIfItHadNot()
      throws Exception {
    copies = true;
    int deaths = dieAgainAndAgain(0);
    FaultTable.add(
        "1-process-3-written-in-place",
        "the process dies between two steps of a run on a store that copies what it renames",
        "a file system that says so, and lets nothing through after the first, second, ... change"
            + " to tables, manifest or `latest.json`",
        deaths,
        "each time it resumes under its id; no committed shard is computed again; complete in the"
            + " end, features the same bits, components the same, `latest.json` names it");
  }

  /**
   * A run dies after each change that readers see.
   *
   * @param atOnce shards that are committed when the first such change is made
   * @return how often it died
   */
  private int dieAgainAndAgain(int atOnce) throws Exception {
    assertEquals(0, run("earlier").exitCode());
    FinishedOutput earlier = new FinishedOutput(folder.resolve("out/runs/earlier"));
    String latest = Files.readString(folder.resolve("out/latest.json"));

    FinishedOutput dying = new FinishedOutput(folder.resolve("out/runs/dying"));
    int deaths = 0;
    boolean completeBeforeItsEnd = false;
    List<List<String>> kept = List.of();
    int stride = FaultTable.isShort() ? FEW : 1;
    for (int changes = new Random().nextInt(stride); ; changes += stride) {
      DyingFileSystem.dieAfter(changes);
      Launcher.Result result = run("dying");
      if (!DyingFileSystem.died()) {
        assertEquals(0, result.exitCode(), result.err());
        break;
      }
      deaths++;
      List<List<String>> committed = dying.committed();
      if (dying.isComplete()) {
        completeBeforeItsEnd = true;
        assertEquals(earlier.features(), dying.features());
      } else {
        assertEquals(latest, Files.readString(folder.resolve("out/latest.json")));
        assertTrue(committed.size() >= atOnce, committed.toString());
        assertEquals(kept, committed.subList(0, kept.size()));
        kept = committed;
      }
    }

    DyingFileSystem.dieAfter(Integer.MAX_VALUE);
    assertTrue(completeBeforeItsEnd || stride > 1);
    dying.assertSameAs(earlier);
    for (String file : kept.stream().flatMap(List::stream).toList()) {
      assertTrue(dying.exists(file), file + " was made again");
    }
    assertEquals("dying", latest());
    assertEquals(0, here().run("validate", "--output", output(), "--run-id", "dying").exitCode());
    assertFalse(earlier.exists("_working"));
    return deaths;
  }

  @Test
  void aRunThatDiesBeforeLatestJsonDoesNotTakeItFromALaterOne() {
    DyingFileSystem.dieBefore("latest.json");
    run("dying");
    assertTrue(DyingFileSystem.died());
    DyingFileSystem.dieAfter(Integer.MAX_VALUE);
    FinishedOutput dying = new FinishedOutput(folder.resolve("out/runs/dying"));
    assertTrue(dying.isComplete());
    assertEquals(0, run("later").exitCode());
    Launcher.Result again = run("dying");
    assertEquals(0, again.exitCode(), again.err());
    assertEquals("later", latest());
    assertFalse(dying.exists("_working"));
  }

  private String latest() {
    return new FinishedOutput(folder.resolve("out")).json("latest.json").get("run_id").asText();
  }

  private Launcher.Result run(String runId) {
    return here()
        .run(
            "run",
            "--quiet",
            "--allow-untrained",
            "--images=" + folder.resolve("images"),
            "--output=" + output(),
            "--run-id=" + runId,
            "--shard-size=4");
  }

  private String output() {
    return "dying://" + folder.resolve("out");
  }

  private ProgramHere here() {
    return new ProgramHere()
        .hadoop("fs.dying.impl", DyingFileSystem.class.getName())
        .hadoop("fs.dying.impl.disable.cache", "true")
        .hadoop(DyingFileSystem.COPIES, Boolean.toString(copies));
  }
}
