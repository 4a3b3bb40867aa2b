package io.github.imagefeatures.job.export;

import io.github.imagefeatures.failure.OutputException;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a run for one tool. In every file the rows are in the order of {@link ExportedRun}. */
interface Form {

  /**
   * Refuses a run that the tool could not show.
   *
   * @throws OutputException when something is missing that the form cannot do without
   */
  default void require(ExportedRun run) {}

  /**
   * Writes the files.
   *
   * @param store of the folder
   * @param folder is not there yet
   * @param pictures of the images, for a form that has them
   */
  void write(ExportedRun run, FileSystem store, Path folder, Pictures pictures) throws IOException;
}
