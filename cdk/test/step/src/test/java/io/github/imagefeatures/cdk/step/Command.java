package io.github.imagefeatures.cdk.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that has ended. */
record Command(int exitCode, String output) {
  private static final int MINUTES = 10;

  /**
   * Runs a program to its end.
   *
   * @param log takes all that it tells
   * @param environment beside this process's own
   */
  static Command run(List<String> line, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("%s has not ended after %d minutes".formatted(line, MINUTES));
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Command(process.exitValue(), Files.readString(log));
  }

  /** Fails when the program did. */
  Command succeeded() throws IOException {
    if (exitCode != 0) {
      throw new IOException("a program ended with %d: %s".formatted(exitCode, output));
    }
    return this;
  }
}
