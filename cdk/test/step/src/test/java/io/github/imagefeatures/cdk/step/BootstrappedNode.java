package io.github.imagefeatures.cdk.step;

import io.github.imagefeatures.cdk.step.DeployedRun.BootstrapAction;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** This machine as a node on which the bootstrap actions of a run have been done. */
final class BootstrappedNode {
  private final Path work;
  private final Path tools;
  private final ClusterSettings settings;

  /**
   * @param tools the folder of the {@code aws} command
   */
  BootstrappedNode(Path work, Path tools, ClusterSettings settings) throws IOException {
    this.work = work;
    this.tools = tools;
    this.settings = settings;
    Path sudo = Files.createDirectories(work.resolve("bin")).resolve("sudo");
    // The folders are the test's own, and not every machine has the command.
    Files.writeString(sudo, "#!/bin/sh\nexec \"$@\"\n");
    Files.setPosixFilePermissions(sudo, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Fetches a bootstrap action's script from where the template says and runs it. */
  Command run(BootstrapAction action) throws IOException, InterruptedException {
    Path script = work.resolve(action.name() + ".sh");
    Path log = work.resolve(action.name() + ".log");
    Command.run(List.of("aws", "s3", "cp", action.script(), script.toString()), environment(), log)
        .succeeded();
    List<String> line = new ArrayList<>(List.of("bash", script.toString()));
    action.arguments().forEach(each -> line.add(settings.onThisMachine(each)));
    line.addAll(settings.moreArguments(action));
    return Command.run(line, environment(), log);
  }

  /** All that unpacking once more would change: name, identity, size, time of every file. */
  static List<String> state(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> state = new ArrayList<>();
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        state.add(file + " " + Files.readAttributes(file, "unix:ino,size,ctime"));
      }
      return state;
    }
  }

  private Map<String, String> environment() {
    String path = String.join(File.pathSeparator, work + "/bin", "" + tools, System.getenv("PATH"));
    return Map.of("PATH", path);
  }
}
