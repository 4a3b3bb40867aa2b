package io.github.imagefeatures.bench;

import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * The images of a sitting.
 *
 * @param folder holds them, one folder a class
 * @param count how many
 * @param description for the table
 * @param kept where sets made from others are kept, below the checkout
 */
record BenchImages(Path folder, long count, String description, Path kept) {
  private static final String SHARED = "../shared/data/fruits-360-bench-5000.tar";
  private static final int CLASSES = 100;
  private static final int PER_CLASS = 50;
  private static final int PARENTS = 4;

  /**
   * Finds the images, or unpacks or draws them.
   *
   * @param named a folder or a tar; when empty, the shared tar, and where that is not there, drawn
   *     pictures
   * @param home the checkout
   */
  static BenchImages find(Optional<Path> named, Path home) throws IOException {
    Path kept = home.resolve("bench/images");
    Path source = named.orElse(home.resolve(SHARED).normalize());
    if (Files.isDirectory(source)) {
      return of(source, "images of " + source.toAbsolutePath().normalize().getFileName(), kept);
    }
    if (Files.isRegularFile(source)) {
      String name = source.getFileName().toString().replaceFirst("\\.tar$", "");
      return of(unpacked(source, kept.resolve(name)), "images of " + name, kept);
    }
    if (named.isPresent()) {
      throw new IOException(
          "There is no '%s': name a folder of images or a tar.".formatted(source));
    }
    return of(
        drawn(kept.resolve("drawn")),
        "DRAWN images, for there is no %s: these figures are not comparable with those of others"
            .formatted(SHARED),
        kept);
  }

  /** The same images under four parents: four times as many, without the bytes. */
  BenchImages fourfold() throws IOException {
    Path target = kept.resolve(folder.toAbsolutePath().normalize().getFileName() + "-fourfold");
    if (!Files.isDirectory(target)) {
      Path fresh = emptyBeside(target);
      for (int parent = 1; parent <= PARENTS; parent++) {
        link(folder, fresh.resolve("p" + parent));
      }
      Files.move(fresh, target);
    }
    return of(target, description, kept);
  }

  private static BenchImages of(Path folder, String description, Path kept) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long count = files.filter(Files::isRegularFile).count();
      return new BenchImages(
          folder, count, String.format(Locale.ROOT, "%,d ", count) + description, kept);
    }
  }

  private static Path unpacked(Path tar, Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      Path fresh = emptyBeside(target);
      List<String> line = List.of("tar", "-xf", tar.toString(), "-C", fresh.toString());
      new Command(fresh.resolveSibling("tar.log"), line).run();
      Files.move(fresh, target);
    }
    return target;
  }

  private static Path drawn(Path target) {
    if (!Files.isDirectory(target)) {
      new ImageGenerator().generate(target.toString(), new SetSize(CLASSES, PER_CLASS), 1);
    }
    return target;
  }

  /** Under another name until it is whole. */
  private static Path emptyBeside(Path target) throws IOException {
    Path fresh = target.resolveSibling(target.getFileName() + ".part");
    FileUtils.deleteDirectory(fresh.toFile());
    return Files.createDirectories(fresh);
  }

  private static void link(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(each -> linkOne(each, to.resolve(from.relativize(each).toString())));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void linkOne(Path from, Path to) {
    try {
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
        return;
      }
      try {
        Files.createLink(to, from);
      } catch (FileSystemException otherDisk) {
        Files.copy(from, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
