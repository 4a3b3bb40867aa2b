package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launched program is killed with signal 9, or meets another of its kind. */
@Tag("faults")
final class KilledRunsIT {
  private static final int RUNS = FaultTable.isShort() ? 2 : 5;
  private static final int KILLS_OF_EACH = FaultTable.isShort() ? 1 : 4;
  private static final int KILLED = 137;
  private static final String PROJECTED = "projected-";
  private static final String UNDISTURBED = "undisturbed";
  private static final String BY_TENSORFLOW = "tensorflow-";

  @TempDir private static Path folder;
  private static long millis;

  /** One process and what became of it: how much was committed and under which names. */
  private record Life(boolean killed, List<List<String>> committed) {}

  @BeforeAll
  static void makeAnUndisturbedRun() throws Exception {
    new ImageGenerator().generate(folder.resolve("images").toString(), new SetSize(4, 5), 1);
    for (String runId : List.of(BY_TENSORFLOW + UNDISTURBED, UNDISTURBED)) {
      Process process = launcher(runId).start(args(runId));
      awaitBegin(process, runId);
      long begun = System.nanoTime();
      Launcher.Result result = launcher(runId).finish(process);
      millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      assertEquals(0, result.exitCode(), result.err());
    }
  }

  /** The run whose features another one must have. */
  private static FinishedOutput undisturbed(String runId) {
    String engine = runId.startsWith(BY_TENSORFLOW) ? BY_TENSORFLOW : "";
    return new FinishedOutput(folder.resolve("out/runs/" + engine + UNDISTURBED));
  }

  @Test
  void aRunThatIsKilledAtRandomMomentsResumesAndEndsAsIfItHadNot() throws Exception {
    long seed = Long.getLong("imagefeatures.seed", System.nanoTime());
    System.out.printf("kills at random moments: -Dimagefeatures.seed=%d%n", seed);
    Random random = new Random(seed);
    int kills = 0;
    for (int number = 0; number < RUNS || kills < RUNS * KILLS_OF_EACH; number++) {
      kills += killAndFinish((number % 2 == 0 ? BY_TENSORFLOW : PROJECTED) + number, random);
    }
    FaultTable.add(
        "1-process-1-random",
        "the process is killed at any moment, also while it resumes after a kill",
        "`kill -9` at a random moment between begin and end of a run in 5 shards, every second one with `--fit-from`, the others with `--engine tensorflow`",
        RUNS * KILLS_OF_EACH,
        "each time it resumes under its id; no committed shard is computed again; in the end complete, features the same bits, components the same");
  }

  @Test
  void twoRunsIntoOneOutputAtOnceDoNotMix() {
    Launcher one = launcher("one");
    Launcher other = launcher("other");
    Process first = one.start(args("one"));
    Process second = other.start(args("other"));
    assertEquals(0, one.finish(first).exitCode());
    assertEquals(0, other.finish(second).exitCode());
    for (String runId : List.of("one", "other")) {
      new FinishedOutput(folder.resolve("out/runs/" + runId)).assertSameAs(undisturbed(runId));
    }
    String latest =
        new FinishedOutput(folder.resolve("out")).json("latest.json").get("run_id").asText();
    assertTrue(Set.of("one", "other").contains(latest), latest);
    FaultTable.add(
        "1-process-4-two-runs",
        "two runs into one output at once",
        "two processes, each with an id of its own",
        1,
        "both complete with exit code 0, features the same bits; `latest.json` names one of them");
  }

  @Test
  void aCompleteRunIsRefusedAndLeftAsItIs() throws Exception {
    Path manifest = folder.resolve("out/runs/undisturbed/manifest.json");
    String before = Files.readString(manifest);
    Launcher.Result again = launcher("again").run(args("undisturbed"));
    assertEquals(6, again.exitCode(), again.err());
    assertTrue(again.sentence().contains("The run undisturbed is complete already"), again.err());
    assertEquals(before, Files.readString(manifest));
    FaultTable.add(
        "1-process-5-same-id",
        "the id of a complete run once more",
        "the same command line again",
        1,
        "refused with exit code 6, the run left as it was");
  }

  /** Kills a run as often as it lives long enough, then lets it end; how often it was killed. */
  private static int killAndFinish(String runId, Random random) throws Exception {
    FinishedOutput run = new FinishedOutput(folder.resolve("out/runs/" + runId));
    Set<String> committed = new TreeSet<>();
    int kills = 0;
    while (kills < KILLS_OF_EACH) {
      Life life = killAfter(runId, random.nextLong(millis), run);
      life.committed().forEach(committed::addAll);
      if (!life.killed()) {
        break;
      }
      kills++;
    }
    if (kills == KILLS_OF_EACH) {
      Launcher.Result last = launcher(runId).run(args(runId));
      // A kill after the last step leaves a complete run.
      assertTrue(last.exitCode() == 0 || isCompleteAlready(last), last.err());
    }
    run.assertSameAs(undisturbed(runId));
    for (String file : committed) {
      assertTrue(run.exists(file), file + " was made again");
    }
    return kills;
  }

  private static boolean isCompleteAlready(Launcher.Result result) {
    return result.exitCode() == 6 && result.sentence().contains("is complete already");
  }

  private static Life killAfter(String runId, long wait, FinishedOutput run) throws Exception {
    Launcher launcher = launcher(runId);
    Process process = launcher.start(args(runId));
    awaitBegin(process, runId);
    boolean ended = process.waitFor(wait, TimeUnit.MILLISECONDS);
    process.destroyForcibly();
    Launcher.Result result = launcher.finish(process);
    if (ended || result.exitCode() != KILLED) {
      assertTrue(result.exitCode() == 0 || isCompleteAlready(result), result.err());
      return new Life(false, List.of());
    }
    List<List<String>> committed = run.committed();
    if (!run.isComplete()) {
      assertFalse(run.exists("failure.json"));
      assertTrue(run.exists("_working"));
    }
    return new Life(true, committed);
  }

  /** Until the process has its run. */
  private static void awaitBegin(Process process, String runId) throws InterruptedException {
    Path begun = folder.resolve("out/runs/" + runId + "/_working/run.json");
    long before = begun.toFile().lastModified();
    while (process.isAlive() && begun.toFile().lastModified() == before) {
      Thread.sleep(1);
    }
  }

  private static Launcher launcher(String name) {
    try {
      return new Launcher(Files.createDirectories(folder.resolve("logs/" + name)));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** With the fit of the undisturbed run the same images have the same components. */
  private static String[] args(String runId) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "run",
                "--allow-untrained",
                "--images=" + folder.resolve("images"),
                "--output=" + folder.resolve("out"),
                "--run-id=" + runId,
                "--shard-size=4"));
    if (runId.startsWith(PROJECTED)) {
      args.add("--fit-from=" + UNDISTURBED);
    }
    if (runId.startsWith(BY_TENSORFLOW)) {
      args.add("--engine=tensorflow");
    }
    return args.toArray(String[]::new);
  }
}
