package io.github.imagefeatures.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files without the checksum files that Hadoop lays beside them, and without the program
 * {@code chmod} that it starts for each file and folder. A {@link LocalFileSystem} still, because
 * Spark casts to it when it reads a model.
 */
public final class PlainLocalFileSystem extends LocalFileSystem {

  /** Makes the file system; Hadoop calls this by reflection. */
  public PlainLocalFileSystem() {
    super(new PermissionsByJava());
    setWriteChecksum(false);
    setVerifyChecksum(false);
  }

  /**
   * Local files whose permissions Java sets. Hadoop calls the C library where its native library is
   * there, and starts a program where it is not, as on nearly every laptop: a hundred for a small
   * run.
   */
  private static final class PermissionsByJava extends RawLocalFileSystem {

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        super.setPermission(path, permission); // Java knows no sticky bit.
        return;
      }
      java.nio.file.Path file;
      try {
        file = pathToFile(path).toPath();
      } catch (InvalidPathException notInThisLocale) {
        super.setPermission(path, permission);
        return;
      }
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permission.toString()));
    }
  }
}
