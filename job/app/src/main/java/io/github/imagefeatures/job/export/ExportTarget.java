package io.github.imagefeatures.job.export;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.RunFolder;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder of any store that does not exist yet. It is there whole or not at all, but for a process
 * that dies while an object store, which renames object by object, gives it its name.
 */
final class ExportTarget {
  private final Path address;
  private final Configuration hadoop;

  /** Something that writes into a folder. */
  @FunctionalInterface
  interface Filling {
    void write(FileSystem store, Path folder) throws IOException;
  }

  /**
   * @param what it will hold, for the sentence that refuses its address
   * @param address a path, or an address of any store
   * @param hadoop how to reach the store
   * @throws OutputException when it is neither, or holds a password
   */
  ExportTarget(String what, String address, Configuration hadoop) {
    RunFolder.requireNoPassword("The address of the " + what, address);
    this.address = RunFolder.folder(address);
    this.hadoop = hadoop;
  }

  /**
   * Fills the folder, which has another name until it is whole.
   *
   * @param filling writes into it
   * @return the folder
   * @throws OutputException when something is there already, or it cannot be written
   */
  Path fill(Filling filling) {
    Path target = address;
    try {
      FileSystem store = target.getFileSystem(hadoop);
      target = store.makeQualified(target);
      requireFree(target, store);
      Path part = new Path(target.getParent(), "_" + UUID.randomUUID());
      try {
        filling.write(store, part);
        if (!store.rename(part, target)) {
          throw new IOException("renaming " + part + " failed");
        }
      } finally {
        store.delete(part, true);
      }
      return target;
    } catch (IOException e) {
      throw RunFolder.cannot("write", target, e);
    }
  }

  private static void requireFree(Path target, FileSystem store) throws IOException {
    if (target.isRoot() || store.exists(target)) {
      throw new OutputException(
          FailureId.EXPORT_TARGET_TAKEN,
          "There is something at %s already: name a folder that does not exist with --to."
              .formatted(RunFolder.shown(target.toString())));
    }
  }
}
