package io.github.imagefeatures.job.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts {@code job/bin/image-features} as a person would, where there are no weights to be had.
 */
public final class Launcher {
  /** Java options of the program; those that a test gives come before those of every test. */
  public static final String JAVA_OPTIONS = "IMAGE_FEATURES_JAVA_OPTS";

  /** Where nobody listens, so that a download fails at once. */
  public static final String NO_WEIGHTS = "-Dimagefeatures.weights=http://127.0.0.1:1/";

  /**
   * Java's second compiler takes a quarter of the processors' time of a small run, for nothing, and
   * so it does in executors of their own; threads that collect garbage beside one another take a
   * twentieth.
   */
  private static final String ONE_COMPILER =
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:ParallelGCThreads=1"
          + " -Dspark.executor.extraJavaOptions=-XX:TieredStopAtLevel=1";

  private static final Path JAR = Path.of(System.getProperty("imagefeatures.jar", "none"));

  private final Path scratch;
  private final Map<String, String> variables = new TreeMap<>();
  private String master = "local[2]";

  /**
   * What a process left.
   *
   * @param exitCode what the shell sees
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exitCode, String out, String err) {
    /** The program's last line on standard error; a stack trace may follow. */
    public String sentence() {
      return err.lines()
          .filter(line -> line.startsWith("image-features: "))
          .reduce("", (earlier, later) -> later);
    }
  }

  /**
   * @param scratch an empty folder for output streams and temporary files
   */
  public Launcher(Path scratch) {
    this.scratch = scratch;
  }

  /** The JAR under test. */
  public static Path jar() {
    return JAR;
  }

  /** The same on another Spark master. */
  public Launcher on(String otherMaster) {
    Launcher other = new Launcher(scratch);
    other.master = otherMaster;
    other.variables.putAll(variables);
    return other;
  }

  /** Sets an environment variable for what is started from now on. */
  public Launcher with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Where the launcher lies. */
  public static String program() {
    return JAR.getParent().getParent().resolve("bin/image-features").toString();
  }

  /** Temporary files of what is started, among them what a killed process leaves. */
  public Path temporary() {
    return scratch.resolve("tmp");
  }

  /** Runs a command to its end. */
  public Result run(String... args) {
    return finish(start(args));
  }

  /** Starts a command. */
  public Process start(String... args) {
    List<String> line = new ArrayList<>();
    line.add(program());
    line.addAll(List.of(args));
    return start(line);
  }

  /** Starts any program in the same surroundings. */
  public Process start(List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("SPARK_HOME"));
    environment.put("IMAGE_FEATURES_MASTER", master);
    environment.put(
        JAVA_OPTIONS,
        String.join(
            " ",
            NO_WEIGHTS,
            ONE_COMPILER,
            "-Dimagefeatures.home=" + scratch.resolve("no-checkout"),
            "-Djava.io.tmpdir=" + temporary()));
    variables.forEach(
        (name, value) ->
            environment.merge(
                name, value, (own, more) -> name.equals(JAVA_OPTIONS) ? more + " " + own : more));
    builder.redirectOutput(scratch.resolve("stdout.txt").toFile());
    builder.redirectError(scratch.resolve("stderr.txt").toFile());
    try {
      Files.createDirectories(temporary());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a process. */
  public Result finish(Process process) {
    try {
      int code = process.waitFor();
      return new Result(
          code,
          Files.readString(scratch.resolve("stdout.txt")),
          Files.readString(scratch.resolve("stderr.txt")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
