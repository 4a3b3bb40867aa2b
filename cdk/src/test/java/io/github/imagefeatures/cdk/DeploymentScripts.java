package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of a deployment, as they are, in a folder of their own, with {@code aws} and {@code
 * cdk} replaced by stand-ins that write down how they are called.
 */
abstract class DeploymentScripts {
  private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path folder;
  private Path commands;
  private Path calls;

  /** What a script did. */
  record Outcome(int code, String output) {}

  @BeforeEach
  void standIns() throws IOException {
    commands = Files.createDirectories(folder.resolve("commands"));
    calls = Files.createFile(folder.resolve("calls"));
    Path bin = Files.createDirectories(folder.resolve("cdk/bin"));
    try (Stream<Path> scripts = Files.list(CHECKOUT.resolve("cdk/bin"))) {
      for (Path script : (Iterable<Path>) scripts::iterator) {
        Files.copy(script, bin.resolve(script.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Files.copy(CHECKOUT.resolve("cdk.json"), folder.resolve("cdk.json"));
    Path tools = Files.createDirectories(folder.resolve("cdk/node_modules/.bin"));
    command(tools.resolve("cdk"), "exit ${CDK_CODE:-0}");
  }

  /**
   * Makes the {@code aws} command.
   *
   * @param cases of a {@code case} over all its arguments; whatever else it is asked, it says
   *     nothing and succeeds
   */
  void aws(String... cases) throws IOException {
    command(
        commands.resolve("aws"),
        "case \"$*\" in\n" + String.join("\n", cases) + "\n*) exit 0 ;;\nesac");
  }

  /** A stand-in for a command. */
  void command(Path file, String body) throws IOException {
    Files.writeString(
        file,
        "#!/usr/bin/env bash\necho \"%s $*\" >>'%s'\n%s\n"
            .formatted(file.getFileName(), calls, body));
    assertTrue(file.toFile().setExecutable(true));
  }

  Outcome run(Map<String, String> environment, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> all = new HashMap<>(environment);
    all.put("PATH", commands + ":" + System.getenv("PATH"));
    builder.environment().putAll(all);
    builder.redirectErrorStream(true);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Outcome(process.exitValue(), output);
  }

  /** Every call of a stand-in, one a line, in order. */
  List<String> calls() throws IOException {
    return Files.readAllLines(calls);
  }
}
