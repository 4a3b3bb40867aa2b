package io.github.imagefeatures.cdk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small files in the place of what a build makes: the real job JAR is 178 MB. */
final class StandIns {
  private StandIns() {}

  /** Lays out everything that a run uploads, always with the same content. */
  static Deliverables in(Path folder, String platform) {
    try {
      jar(folder.resolve("job.jar"), platform);
      Files.createDirectories(folder.resolve("bootstrap-scripts"));
      for (String script : List.of("check-node.sh", "fonts.sh", "warm-up.sh", "unpack-images.sh")) {
        Files.writeString(
            folder.resolve("bootstrap-scripts").resolve(script), "# " + script + "\n");
      }
      Files.createDirectories(folder.resolve("models"));
      Files.writeString(folder.resolve("models/weights.h5"), "weights");
      Files.createDirectories(folder.resolve("samples/red"));
      Files.writeString(folder.resolve("samples/red/1.png"), "picture");
      Files.writeString(folder.resolve("outcome.jar"), "outcome");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Deliverables(
        folder.resolve("job.jar"),
        folder.resolve("outcome.jar"),
        folder.resolve("bootstrap-scripts"),
        folder.resolve("models"),
        folder.resolve("samples"));
  }

  /** A JAR with one native library. */
  static Path jar(Path file, String platform) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry entry =
          new ZipEntry("org/tensorflow/internal/c_api/" + platform + "/libtensorflow_cc.so.2");
      entry.setLastModifiedTime(FileTime.fromMillis(0));
      zip.putNextEntry(entry);
      zip.closeEntry();
    }
    return file;
  }
}
