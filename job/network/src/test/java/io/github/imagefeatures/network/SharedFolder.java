package io.github.imagefeatures.network;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder {@code ../shared} beside the checkout, which not every machine has. */
public final class SharedFolder {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."))
          .toAbsolutePath()
          .resolve("../../../shared")
          .normalize();

  private SharedFolder() {}

  /** A file or folder in it; skips the test, by its name, where it is not there. */
  public static Path require(String name) {
    Path path = FOLDER.resolve(name);
    assumeTrue(Files.exists(path), () -> "skipped: there is no ../shared/" + name);
    return path;
  }
}
