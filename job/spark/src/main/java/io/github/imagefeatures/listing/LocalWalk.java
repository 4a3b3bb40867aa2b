package io.github.imagefeatures.listing;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;

/**
 * Walks a local folder through links. Hadoop's own walk of a local folder says nothing of broken
 * links and of names it cannot read, lists a link that leads back to its own folder forty levels
 * deep, and takes a named pipe for a file.
 *
 * <p>A name that is not text at all (an old archive's, unpacked on a UTF-8 machine) is listed as
 * {@link ByteNames} writes it.
 */
final class LocalWalk extends SimpleFileVisitor<Path> {

  private final Path root;
  private final ListingBuilder found;

  private LocalWalk(Path root, ListingBuilder found) {
    this.root = root;
    this.found = found;
  }

  static void walk(Path root, ListingBuilder found) throws IOException {
    Files.walkFileTree(
        root,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new LocalWalk(root, found));
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    String relative = relative(file);
    long modificationTime = attributes.lastModifiedTime().toMillis();
    if (attributes.isSymbolicLink()) {
      found.brokenLink(relative, modificationTime);
    } else if (attributes.isOther()) {
      found.unopenable(relative);
    } else {
      found.file(relative, attributes.size(), modificationTime);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    return afterFailure(file, failure);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
    return failure == null ? FileVisitResult.CONTINUE : afterFailure(folder, failure);
  }

  private FileVisitResult afterFailure(Path file, IOException failure) throws IOException {
    boolean vanished = failure instanceof NoSuchFileException;
    boolean seenAlready = failure instanceof FileSystemLoopException;
    if (file.equals(root) || !(vanished || seenAlready || isHidden(file))) {
      throw failure;
    }
    if (!vanished) {
      found.unopenable(relative(file));
    }
    return FileVisitResult.CONTINUE;
  }

  private boolean isHidden(Path file) {
    return NameRules.isHidden(root.relativize(file) + "/");
  }

  private String relative(Path file) {
    String relative = root.relativize(file).toString();
    if (!ByteNames.isNoText(relative)) {
      return relative;
    }
    checkCharacterSet(relative);
    return ByteNames.text(file).substring(ByteNames.text(root).length()).replaceFirst("^/", "");
  }

  /** In the C locale every name beyond ASCII comes out garbled, and no file of that name opens. */
  private static void checkCharacterSet(String relative) {
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!encoding.equalsIgnoreCase("UTF-8")) {
      throw new InputException(
          FailureId.NAME_UNREADABLE,
          "The name of '"
              + relative
              + "' cannot be read in this machine's character set ("
              + encoding
              + "); set the environment variable LC_ALL to C.UTF-8 and start again.");
    }
  }
}
