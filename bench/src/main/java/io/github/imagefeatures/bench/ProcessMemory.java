package io.github.imagefeatures.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The peak of a command's resident memory: {@code VmHWM} in {@code /proc/PID/status}, which is each
 * process's own high-water mark, added up over the command's processes that live at the same time,
 * the highest such sum. What processes share counts once for each.
 *
 * <p>A sum counts when two looks in a row show it: until a process that is just being started
 * becomes its own program, it shows the memory of the one that starts it.
 */
final class ProcessMemory {
  private final ProcessHandle root;
  private long lastKibibytes = Long.MAX_VALUE;
  private long peakKibibytes;

  ProcessMemory(ProcessHandle root) {
    this.root = root;
  }

  /** Looks; to be called every now and then while the command runs. */
  void sample() {
    long sum =
        Stream.concat(Stream.of(root), root.descendants())
            .mapToLong(process -> highWaterMark(process.pid()))
            .sum();
    peakKibibytes = Math.max(peakKibibytes, Math.min(lastKibibytes, sum));
    lastKibibytes = sum;
  }

  /** The highest sum so far; 0 on a system without {@code /proc}. */
  double peakMebibytes() {
    return peakKibibytes / 1024.0;
  }

  private static long highWaterMark(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException ended) {
      return 0;
    }
  }
}
