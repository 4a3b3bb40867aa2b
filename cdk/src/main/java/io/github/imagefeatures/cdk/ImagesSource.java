package io.github.imagefeatures.cdk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a run's images are. */
public sealed interface ImagesSource {

  /** The most files that a local folder may hold to be uploaded with a deployment. */
  long MOST_FILES = 20_000;

  /** The most bytes of such a folder: every node unpacks all of them onto its disk. */
  long MOST_BYTES = 2L << 30;

  /**
   * A prefix in a bucket, in the region of the deployment.
   *
   * @param uri {@code s3://bucket} or {@code s3://bucket/prefix}, no slash at its end
   */
  record InBucket(String uri) implements ImagesSource {}

  /**
   * A folder of this machine, small enough to travel as one archive.
   *
   * @param path an existing folder
   */
  record LocalFolder(Path path) implements ImagesSource {}

  /** Pictures that the job draws: a deployment to try things with. */
  record Samples() implements ImagesSource {}

  /**
   * Reads the value of {@code images}.
   *
   * @param value an address, a folder, or nothing for drawn samples
   * @return where the images come from
   * @throws SettingsException when there is no such folder or it is too large
   */
  static ImagesSource of(Optional<String> value) {
    if (value.isEmpty()) {
      return new Samples();
    }
    if (S3Address.isOne(value.get())) {
      return new InBucket(S3Address.checked("images", value.get()));
    }
    if (value.get().contains("://")) {
      throw ContextValues.wrong("images", value.get(), "an s3:// address or a local folder");
    }
    return new LocalFolder(checkedFolder(Path.of(value.get())));
  }

  private static Path checkedFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw ContextValues.wrong(
          "images", folder, "an s3:// address or a folder of this machine that exists");
    }
    long files = 0;
    long bytes = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        files++;
        bytes += Files.size(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new SettingsException(
          "IF-CDK-09",
          "images is a folder that can be read whole: '%s' cannot (%s)."
              .formatted(folder, e.getMessage()));
    }
    if (files == 0) {
      throw new SettingsException(
          "IF-CDK-08",
          "images is a folder with at least one file: '%s' is empty.".formatted(folder));
    }
    if (files > MOST_FILES || bytes > MOST_BYTES) {
      throw new SettingsException(
          "IF-CDK-10",
          String.format(
              Locale.ROOT,
              "images is a local folder of at most %d files and %d bytes: '%s' has %d files and %d bytes; upload it ('aws s3 sync %s s3://YOUR-BUCKET/images/') and name its s3:// address.",
              MOST_FILES,
              MOST_BYTES,
              folder,
              files,
              bytes,
              folder));
    }
    return folder;
  }
}
