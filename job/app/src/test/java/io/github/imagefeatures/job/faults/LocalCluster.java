package io.github.imagefeatures.job.faults;

import io.github.imagefeatures.job.cli.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A launched program whose executors are processes of their own, and what can be done to them. */
final class LocalCluster implements AutoCloseable {
  private final Path runs;
  private final Path work = Launcher.jar().getParent().resolve("spark-home/work");
  private final Set<Path> workBefore = entries(work);
  private final Launcher launcher;
  private final Set<String> attempts = new HashSet<>();
  private Process driver;
  private Path working;

  /**
   * @param logs an empty folder
   * @param runs the output's folder of runs
   */
  LocalCluster(Path logs, Path runs) {
    this.runs = runs;
    this.launcher = new Launcher(logs);
  }

  void start(String master, String runId, String... args) {
    working = runs.resolve(runId).resolve("_working");
    driver = launcher.on(master).start(args);
  }

  Launcher.Result end() {
    return launcher.finish(driver);
  }

  void killDriver() {
    driver.destroyForcibly();
    end();
  }

  List<ProcessHandle> executors() {
    return driver
        .descendants()
        .filter(LocalCluster::isExecutor)
        .filter(process -> process.parent().filter(LocalCluster::isExecutor).isEmpty())
        .toList();
  }

  /**
   * Also true, for a moment, of a child that an executor has forked and that is yet to become
   * another program.
   */
  private static boolean isExecutor(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend");
  }

  void awaitExecutors(int count) throws InterruptedException {
    while (driver.isAlive() && executors().size() < count) {
      Thread.sleep(5);
    }
  }

  /**
   * Waits until the features of a shard are being written, by an attempt that was not awaited
   * before.
   *
   * @return the executors that write
   */
  List<ProcessHandle> awaitWorkOnShard(int index) throws InterruptedException {
    while (driver.isAlive()) {
      if (index == 0 || Files.exists(record(index - 1))) {
        List<ProcessHandle> writers =
            executors().stream().filter(this::isWritingInNewAttempt).toList();
        if (!writers.isEmpty() && !Files.exists(record(index))) {
          return writers;
        }
      }
      Thread.sleep(2);
    }
    throw new AssertionError("The run ended before shard " + index + ": " + end().err());
  }

  /** Sends a signal; how many processes it went to. */
  int signal(String name, List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }
    for (ProcessHandle process : processes) {
      process.onExit().get();
    }
    return processes.size();
  }

  /** The most memory that an executor held until the program ended. */
  long peakResidentMib() throws InterruptedException {
    long peak = 0;
    while (driver.isAlive()) {
      for (ProcessHandle executor : executors()) {
        peak = Math.max(peak, peakKib(executor) / 1024);
      }
      Thread.sleep(50);
    }
    return peak;
  }

  /** Linux counts it from the process's start. */
  private static long peakKib(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | UncheckedIOException ended) {
      return 0;
    }
  }

  /** Executors that left the report of a JVM that crashed on a signal. */
  long crashReports(String signal) throws IOException {
    try (Stream<Path> files = Files.walk(work)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("hs_err_pid"))
          .filter(file -> workBefore.stream().noneMatch(file::startsWith))
          .filter(file -> read(file).contains(signal))
          .count();
    }
  }

  /** Ends the program and removes what its executors leave, each a copy of the JAR. */
  @Override
  public void close() {
    if (driver != null) {
      driver.descendants().forEach(ProcessHandle::destroyForcibly);
      driver.destroyForcibly();
    }
    Set<Path> left = entries(work);
    left.removeAll(workBefore);
    left.forEach(LocalCluster::delete);
  }

  private Path record(int index) {
    return working.resolve("shards/%05d.json".formatted(index));
  }

  /**
   * Whether a process holds a file of features open. A process that was merely started does not: it
   * may die of a signal before its JVM can report it.
   */
  private boolean isWritingInNewAttempt(ProcessHandle executor) {
    Path temporary = working.resolve("features/_temporary/0/_temporary");
    for (Path descriptor : entries(Path.of("/proc/" + executor.pid() + "/fd"))) {
      Path file = target(descriptor);
      if (file.startsWith(temporary)
          && file.toString().endsWith(".parquet")
          && attempts.add(temporary.relativize(file).getName(0).toString())) {
        return true;
      }
    }
    return false;
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException closed) {
      return link;
    }
  }

  private static Set<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return new HashSet<>(entries.toList());
    } catch (IOException | UncheckedIOException gone) {
      return new HashSet<>();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
