package io.github.imagefeatures.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program of the tests in a Java process of its own, for what a process reads once.
 *
 * @param out lines of its standard output
 * @param err lines of its standard error
 */
public record JavaProcess(List<String> out, List<String> err) {
  /**
   * Runs a program to its end, which must be a success.
   *
   * @param temp where its output is kept
   * @param options for Java
   * @param arguments for the program
   * @param environment besides this process's own; an empty value takes a variable out
   */
  public static JavaProcess run(
      Class<?> main,
      Path temp,
      List<String> options,
      Map<String, String> environment,
      String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Java's first compiler alone: the program ends before the second would pay.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    // Java itself announces these two on standard error.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Path out = temp.resolve("stdout");
    Path err = temp.resolve("stderr");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int exitCode = process.waitFor();
    JavaProcess result = new JavaProcess(Files.readAllLines(out), Files.readAllLines(err));
    assertEquals(0, exitCode, () -> String.join("\n", result.err()));
    return result;
  }
}
