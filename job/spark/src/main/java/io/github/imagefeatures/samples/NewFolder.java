package io.github.imagefeatures.samples;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A local folder that is filled as a whole or not at all. Files gather in a hidden folder inside
 * it, which no listing sees, and move to their places when all are there. What a killed program
 * left in that hidden folder is cleared by the next one.
 */
final class NewFolder {

  /** Where files gather; its first character keeps it out of every listing. */
  static final String UNFINISHED = ".unfinished";

  private static final Pattern ADDRESS = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:/.*");

  private final Path target;
  private final Path unfinished;
  private final boolean existed;

  private NewFolder(Path target) {
    this.target = target;
    this.unfinished = target.resolve(UNFINISHED);
    this.existed = Files.isDirectory(target);
  }

  /**
   * Fills a folder that does not exist yet or is empty.
   *
   * @param to a local path
   * @param filler calls {@link #write} for every file
   * @return the folder's absolute path
   * @throws OutputException if the folder cannot take the files; it is then as it was before, or
   *     the message says what stayed
   */
  static Path fill(String to, Consumer<NewFolder> filler) {
    NewFolder folder = new NewFolder(parse(to));
    folder.checkEmpty();
    try {
      folder.discard();
      filler.accept(folder);
      folder.publish();
      return folder.target;
    } catch (IOException failure) {
      throw folder.afterDiscarding(folder.cannotWrite(folder.target, failure));
    } catch (RuntimeException failure) {
      throw folder.afterDiscarding(failure);
    }
  }

  /**
   * Writes a file.
   *
   * @param relative its path below the folder, parents separated by {@code /}
   * @param content its bytes
   */
  void write(String relative, byte[] content) {
    try {
      Path file = unfinished.resolve(relative).normalize();
      if (!file.startsWith(unfinished)) {
        throw new OutputException(
            FailureId.IMAGE_OUTSIDE_TARGET,
            "The image '"
                + relative
                + "' would lie outside '"
                + target
                + "'; give it and its folders other names.");
      }
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException | InvalidPathException failure) {
      throw cannotWrite(target.toString() + "/" + relative, failure);
    }
  }

  private static Path parse(String to) {
    if (to.isBlank()) {
      throw new OutputException(
          FailureId.TARGET_UNNAMED, "The target folder is empty; name a folder to write into.");
    }
    if (ADDRESS.matcher(to).matches()) {
      throw new OutputException(
          FailureId.TARGET_ON_A_STORE,
          "The target '"
              + to
              + "' is an address, but images are written into a local folder; name one, and copy it"
              + " to its address afterwards.");
    }
    try {
      return Path.of(to).toAbsolutePath().normalize();
    } catch (InvalidPathException malformed) {
      throw new OutputException(
          FailureId.TARGET_MALFORMED,
          "The target '" + to + "' is not a path on this machine; name another folder.",
          malformed);
    }
  }

  private void checkEmpty() {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !existed) {
      throw new OutputException(
          FailureId.TARGET_NOT_A_FOLDER,
          "The target '" + target + "' is not a folder; name one that is new or empty.");
    }
    try {
      if (existed && children(target).stream().anyMatch(child -> !child.equals(unfinished))) {
        throw new OutputException(
            FailureId.TARGET_NOT_EMPTY,
            "The target '" + target + "' is not empty; name a folder that is new or empty.");
      }
    } catch (IOException failure) {
      throw cannotWrite(target, failure);
    }
  }

  private void publish() throws IOException {
    for (Path child : children(unfinished)) {
      Files.move(child, target.resolve(unfinished.relativize(child)));
    }
    Files.delete(unfinished);
  }

  private RuntimeException afterDiscarding(RuntimeException failure) {
    try {
      discard();
      if (!existed) {
        Files.deleteIfExists(target);
      }
      return failure;
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
      return new OutputException(
          FailureId.TARGET_LEFT,
          failure.getMessage() + " Part of the files stays in '" + target + "'; delete them.",
          failure);
    }
  }

  private void discard() throws IOException {
    if (Files.isDirectory(unfinished, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(unfinished, new Deletion());
    }
  }

  private OutputException cannotWrite(Object file, Exception failure) {
    return new OutputException(
        FailureId.TARGET_REFUSED,
        "Writing '"
            + file
            + "' failed: "
            + Reason.of(failure)
            + "; make room or give this account permission to write there, or name another folder.",
        failure);
  }

  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(children::add);
    }
    return children;
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
