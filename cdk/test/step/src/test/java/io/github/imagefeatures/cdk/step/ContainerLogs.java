package io.github.imagefeatures.cdk.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the containers of one node told, each with its standard output and error in one text. */
final class ContainerLogs {
  private ContainerLogs() {}

  /**
   * @param folder of the node's logs
   * @param application {@code application_...}
   * @return container to text
   */
  static Map<String, String> of(Path folder, String application) throws IOException {
    Map<String, String> told = new TreeMap<>();
    Path containers = folder.resolve(application);
    if (Files.isDirectory(containers)) {
      try (Stream<Path> files = Files.walk(containers)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          told.merge(
              file.getParent().getFileName().toString(), Files.readString(file), String::concat);
        }
      }
    }
    return told;
  }
}
