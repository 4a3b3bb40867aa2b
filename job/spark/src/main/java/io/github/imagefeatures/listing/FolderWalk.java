package io.github.imagefeatures.listing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Walks a file system that is asked for one folder at a time, many folders at once: what an answer
 * takes is waited for once for many of them.
 */
final class FolderWalk {

  /**
   * The folders asked for at once: enough to hide 100 ms an answer, and too few to burden a name
   * node.
   */
  static final int FOLDERS_AT_ONCE = 32;

  private final FileSystem store;
  private final Consumer<FileStatus> files;

  private FolderWalk(FileSystem store, Consumer<FileStatus> files) {
    this.store = store;
    this.files = files;
  }

  /**
   * Whether the file system has no listing of all below a folder but Hadoop's own, which asks for
   * one folder after the other.
   */
  static boolean isNeeded(FileSystem store) {
    try {
      return store.getClass().getMethod("listFiles", Path.class, boolean.class).getDeclaringClass()
          == FileSystem.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException("Every file system has it.", impossible);
    }
  }

  /**
   * Walks a folder and all below it.
   *
   * @param files receives every file, in any order, from several threads at once
   */
  static void walk(FileSystem store, Path root, Consumer<FileStatus> files) throws IOException {
    ForkJoinPool pool = new ForkJoinPool(FOLDERS_AT_ONCE);
    try {
      pool.invoke(new FolderWalk(store, files).new Folder(root));
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    } finally {
      pool.shutdownNow();
    }
  }

  private final class Folder extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    private final transient Path folder;

    Folder(Path folder) {
      this.folder = folder;
    }

    @Override
    protected void compute() {
      List<ForkJoinTask<Void>> below = new ArrayList<>();
      try {
        RemoteIterator<FileStatus> entries = store.listStatusIterator(folder);
        while (entries.hasNext()) {
          FileStatus entry = entries.next();
          if (entry.isDirectory()) {
            below.add(new Folder(entry.getPath()).fork());
          } else {
            files.accept(entry);
          }
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      below.forEach(ForkJoinTask::join);
    }
  }
}
