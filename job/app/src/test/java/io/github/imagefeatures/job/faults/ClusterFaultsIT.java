package io.github.imagefeatures.job.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.cli.Launcher;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors and drivers that are processes of their own die in the middle of their work. */
@Tag("faults")
final class ClusterFaultsIT {
  private static final String TWO_EXECUTORS = "local-cluster[2,1,1024]";
  private static final String ONE_EXECUTOR = "local-cluster[1,1,1024]";

  /** Spark's own: the fourth failure of a task is the job's. */
  private static final int FAILURES_OF_A_TASK = 3;

  @TempDir private static Path folder;
  private static FinishedOutput undisturbed;

  @TempDir private Path logs;
  private LocalCluster cluster;

  @BeforeAll
  static void makeAnUndisturbedRun(@TempDir Path log) {
    new ImageGenerator().generate(folder.resolve("images").toString(), new SetSize(4, 150), 1);
    Launcher.Result result = new Launcher(log).run(inShards("undisturbed", 1));
    assertEquals(0, result.exitCode(), result.err());
    undisturbed = new FinishedOutput(folder.resolve("out/runs/undisturbed"));
  }

  @BeforeEach
  void prepare() {
    cluster = new LocalCluster(logs, folder.resolve("out/runs"));
  }

  @AfterEach
  void tidy() {
    cluster.close();
  }

  @Test
  void executorsThatDieOrCrashInTheirWorkCostNoImageAndNoBit() throws Exception {
    cluster.start(TWO_EXECUTORS, "executors", inShards("executors", 2));
    cluster.signal("KILL", cluster.awaitWorkOnShard(0).subList(0, 1));
    cluster.awaitWorkOnShard(1);
    cluster.awaitExecutors(2);
    int all = cluster.signal("KILL", cluster.executors());
    cluster.signal("SEGV", cluster.awaitWorkOnShard(2).subList(0, 1));
    Launcher.Result result = cluster.end();
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(2, all);
    assertEquals(1, cluster.crashReports("SIGSEGV"));
    new FinishedOutput(folder.resolve("out/runs/executors")).assertSameAs(undisturbed);
    String asIf = "exit code 0, features the same bits, components the same";
    FaultTable.add(
        "2-cluster-1-executor",
        "an executor is killed in its work",
        "`kill -9` of one of two executors of a `local-cluster` while a shard is computed",
        1,
        asIf);
    FaultTable.add(
        "2-cluster-2-all-executors",
        "all executors are killed in their work",
        "`kill -9` of both executors while a shard is computed",
        1,
        asIf);
    FaultTable.add(
        "2-cluster-3-crash",
        "native code crashes in an executor",
        "`kill -SEGV` of an executor while a shard is computed: it leaves a JVM's crash report",
        1,
        asIf);
  }

  @Test
  void aTaskMayFailThreeTimesAndWhatFailsForGoodOrLosesItsDriverResumes() throws Exception {
    cluster.start(ONE_EXECUTOR, "tasks", inShards("tasks", 1));
    for (int failure = 0; failure < FAILURES_OF_A_TASK; failure++) {
      cluster.signal("KILL", cluster.awaitWorkOnShard(0));
    }
    for (int failure = 0; failure <= FAILURES_OF_A_TASK; failure++) {
      cluster.signal("KILL", cluster.awaitWorkOnShard(1));
    }
    Launcher.Result failed = cluster.end();
    FinishedOutput run = new FinishedOutput(folder.resolve("out/runs/tasks"));
    assertEquals(1, failed.exitCode(), failed.err());
    assertTrue(
        failed.sentence().contains("Executors were lost again and again"), failed.sentence());
    assertFalse(run.isComplete());
    assertEquals(1, run.json("failure.json").get("exit_code").asInt());
    assertEquals(1, run.committed().size());

    cluster.start(TWO_EXECUTORS, "tasks", inShards("tasks", 1));
    cluster.awaitWorkOnShard(1);
    List<ProcessHandle> executors = cluster.executors();
    cluster.killDriver();
    for (ProcessHandle executor : executors) {
      executor.onExit().get();
    }
    assertFalse(run.isComplete());

    cluster.start(TWO_EXECUTORS, "tasks", inShards("tasks", 1));
    Launcher.Result ended = cluster.end();
    assertEquals(0, ended.exitCode(), ended.err());
    run.assertSameAs(undisturbed);
    FaultTable.add(
        "2-cluster-4-task",
        "a task fails three times",
        "`kill -9` of its executor, three times for the same task",
        FAILURES_OF_A_TASK,
        "the fourth attempt is taken; the shard is committed");
    FaultTable.add(
        "2-cluster-5-job",
        "a task fails four times",
        "`kill -9` of its executor, four times for the same task",
        FAILURES_OF_A_TASK + 1,
        "exit code 1 and one sentence, `failure.json`, earlier shards kept; resumes under its id and ends as an undisturbed run does");
    FaultTable.add(
        "2-cluster-6-driver",
        "the driver is killed",
        "`kill -9` of the driver while a shard is computed",
        1,
        "the executors end, too; resumes under its id and ends as an undisturbed run does");
  }

  /**
   * The deployment gives an executor of two cores this much beside its heap: MemoryPlan in {@code
   * cdk}.
   */
  @Test
  void theLargestBatchesAndPicturesKeepAnExecutorWithinItsMemory() throws Exception {
    int heapMib = 1024;
    int overheadMib = 3072;
    new ImageGenerator().generate(folder.resolve("large").toString(), new SetSize(2, 60), 1);
    LargePictures.draw(folder.resolve("large"), 8);
    cluster.start(
        "local-cluster[1,2,1024]",
        "memory",
        with(args(folder.resolve("large"), "memory", 2), "--batch-size=64"));
    long peakMib = cluster.peakResidentMib();
    Launcher.Result result = cluster.end();
    assertEquals(0, result.exitCode(), result.err());
    System.out.printf("an executor's resident memory: %d MiB at most%n", peakMib);
    assertTrue(peakMib > 0);
    assertTrue(peakMib <= heapMib + overheadMib, peakMib + " MiB");
    FaultTable.add(
        "2-cluster-7-memory",
        "memory is short in an executor",
        "batches of 64 and pictures of 24 megapixels on 2 cores with a heap of 1 GiB",
        1,
        "exit code 0; resident memory stays within heap and the 3 GiB that the deployment's `memoryOverhead` allows");
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  private static String[] inShards(String runId, int tasks) {
    return with(args(folder.resolve("images"), runId, tasks), "--shard-size=200");
  }

  private static String[] args(Path images, String runId, int tasks) {
    return new String[] {
      "run",
      "--allow-untrained",
      "--images=" + images,
      "--output=" + folder.resolve("out"),
      "--run-id=" + runId,
      "--partitions=" + tasks
    };
  }
}
