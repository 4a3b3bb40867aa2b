package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that is run as from a shell's prompt, its time and memory taken. */
final class Command {
  private static final long SAMPLE_MILLIS = 500;

  private final List<String> line;
  private final Path log;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /**
   * What a command took.
   *
   * @param seconds by the clock, from start to exit
   * @param peakMebibytes the most mebibytes of resident memory, see {@link ProcessMemory}; 0 where
   *     it cannot be read
   * @param output standard output
   */
  record Finished(double seconds, double peakMebibytes, String output) {
    /** The last line that is a JSON object. */
    String lastJson() {
      List<String> objects = output.lines().filter(text -> text.startsWith("{")).toList();
      return objects.get(objects.size() - 1);
    }
  }

  /**
   * @param log where standard output goes; standard error goes beside it
   * @param line the program and its arguments
   */
  Command(Path log, List<String> line) {
    this.log = log;
    this.line = List.copyOf(line);
  }

  Command with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Runs it to its end.
   *
   * @throws IOException if it cannot be started or fails
   */
  Finished run() throws IOException {
    Files.createDirectories(log.getParent());
    Path errors = log.resolveSibling(log.getFileName() + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(log.toFile()).redirectError(errors.toFile());
    // Set for this JVM only; a command has what its user's shell gives it.
    builder.environment().remove("GLIBC_TUNABLES");
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process = builder.start();
    double peak = waitFor(process);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (process.exitValue() != 0) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "'%s' ended with exit code %d: see %s.",
              String.join(" ", line),
              process.exitValue(),
              errors));
    }
    return new Finished(seconds, peak, Files.readString(log));
  }

  /** Takes the command down with this JVM, should that be ended first. */
  private static double waitFor(Process process) throws IOException {
    Thread takingDown = new Thread(() -> endAll(process));
    Runtime.getRuntime().addShutdownHook(takingDown);
    ProcessMemory memory = new ProcessMemory(process.toHandle());
    try {
      while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
        memory.sample();
      }
      Runtime.getRuntime().removeShutdownHook(takingDown);
      return memory.peakMebibytes();
    } catch (InterruptedException e) {
      endAll(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a command ran", e);
    }
  }

  private static void endAll(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
