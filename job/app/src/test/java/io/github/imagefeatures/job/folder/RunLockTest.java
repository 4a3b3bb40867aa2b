package io.github.imagefeatures.job.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.session.PlainLocalFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that want one run at once, or one after the other. */
final class RunLockTest {
  private static final int RACERS = 4;
  private static final int RACES = 25;

  @TempDir private Path output;
  private Configuration hadoop;

  @BeforeEach
  void setUp() {
    hadoop = new Configuration();
    hadoop.set("fs.file.impl", PlainLocalFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
  }

  @Test
  void ofManyThatBeginARunAtTheSameMomentNeverTwoHaveIt() throws Exception {
    // All races beside one another: most of a race is waiting.
    ExecutorService racers = Executors.newFixedThreadPool(RACERS * RACES);
    try {
      List<List<Future<RunLock>>> races = new ArrayList<>();
      for (int race = 0; race < RACES; race++) {
        races.add(race(racers, "run" + race));
      }
      for (int race = 0; race < RACES; race++) {
        List<RunLock> winners = winners(races.get(race));
        // One that begins when another has taken its turn takes the next: here they are one
        // process.
        assertEquals(winners.size(), turnsLeft("run" + race), "no two have the same turn");
        assertEquals(
            winners.isEmpty() ? 0 : 1,
            winners.stream().filter(RunLock::isMine).count(),
            "the later one has the run");
      }
    } finally {
      racers.shutdownNow();
    }
  }

  @Test
  void theLaterOneHasTheRunAndTheEarlierOneKnows() {
    RunLock first = turns("a");
    RunLock second = turns("a");
    first.take();
    assertTrue(first.isMine());
    second.take();
    assertTrue(second.isMine());
    assertFalse(first.isMine());
    second.end();
    assertFalse(first.isMine(), "what the second did is not undone by its end");
  }

  @Test
  void aTurnThatIsGivenBackLeavesTheRunWhereItWas() {
    RunLock first = turns("a");
    RunLock second = turns("a");
    first.take();
    second.take();
    second.giveBack();
    assertTrue(first.isMine());
    assertFalse(second.isMine());
  }

  @Test
  void aRunWhoseFolderIsRemovedIsNobodys() throws IOException {
    RunLock only = turns("a");
    only.take();
    org.apache.commons.io.FileUtils.deleteDirectory(output.toFile());
    assertFalse(only.isMine());
  }

  @Test
  void aRunThatAnotherLivingProcessOfThisMachineHasIsRefused() throws IOException {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      leave(other.toHandle());
      OutputException failure = assertThrows(OutputException.class, () -> turns("a").take());
      assertEquals(
          "Process %d on this machine is at work on the run a: let it finish or end it, or choose another --run-id."
              .formatted(other.pid()),
          failure.getMessage());
    } finally {
      other.destroyForcibly();
      other.onExit().join();
    }
    RunLock next = turns("a");
    next.take();
    assertTrue(next.isMine(), "the other one is dead");
  }

  @Test
  void aProcessThatHasTheNumberOfADeadOneDoesNotKeepTheRun() throws IOException {
    Process other = new ProcessBuilder("sleep", "600").start();
    try {
      leave(other.toHandle(), "2001-01-01T00:00:00Z");
      RunLock next = turns("a");
      next.take();
      assertTrue(next.isMine());
    } finally {
      other.destroyForcibly();
    }
  }

  /** A turn as another process writes it. */
  private void leave(ProcessHandle process) throws IOException {
    leave(process, process.info().startInstant().orElseThrow().toString());
  }

  private void leave(ProcessHandle process, String started) throws IOException {
    RunFolder folder = new RunFolder(output.toString(), "a", hadoop);
    folder.writeJson(
        folder.working("turns/000001-00aa.json"),
        new RunLock.Holder(
            java.net.InetAddress.getLocalHost().getHostName(), process.pid(), started));
    assertTrue(Files.exists(output.resolve("runs/a/_working/turns/000001-00aa.json")));
  }

  private List<Future<RunLock>> race(ExecutorService racers, String runId) {
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<Future<RunLock>> ends = new ArrayList<>();
    for (int racer = 0; racer < RACERS; racer++) {
      Callable<RunLock> racing =
          () -> {
            RunLock turns = turns(runId);
            start.await();
            try {
              turns.take();
              return turns;
            } catch (OutputException refused) {
              assertTrue(refused.getMessage().startsWith("Another process"), refused.toString());
              return null;
            }
          };
      ends.add(racers.submit(racing));
    }
    return ends;
  }

  private static List<RunLock> winners(List<Future<RunLock>> ends) throws Exception {
    List<RunLock> winners = new ArrayList<>();
    for (Future<RunLock> end : ends) {
      if (end.get() != null) {
        winners.add(end.get());
      }
    }
    return winners;
  }

  /** How many turns of a run somebody has. */
  private long turnsLeft(String runId) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("runs/" + runId + "/_working/turns"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .map(name -> name.split("-")[0])
          .distinct()
          .count();
    }
  }

  private RunLock turns(String runId) {
    return new RunLock(new RunFolder(output.toString(), runId, hadoop));
  }
}
