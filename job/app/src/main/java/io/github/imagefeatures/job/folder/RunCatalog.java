package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Every run of an output: complete, failed, unfinished and damaged ones. */
public final class RunCatalog {
  private final String output;
  private final Configuration hadoop;

  /**
   * @param output where the folder {@code runs/} is
   * @param hadoop finds its file system
   */
  public RunCatalog(String output, Configuration hadoop) {
    this.output = output;
    this.hadoop = hadoop;
  }

  /**
   * Looks at each run's folder.
   *
   * @return the runs, oldest first; those whose start is not known come first, by name
   * @throws OutputException when the output is not there or cannot be read
   */
  public List<RunState> list() {
    List<RunState> runs = new ArrayList<>();
    for (String runId : runIds()) {
      runs.add(RunState.of(new RunFolder(output, runId, hadoop)));
    }
    runs.sort(
        Comparator.comparing((RunState run) -> run.started() == null ? "" : run.started())
            .thenComparing(RunState::runId));
    return runs;
  }

  private List<String> runIds() {
    RunFolder any = new RunFolder(output, "any", hadoop);
    Path runs = any.root().getParent();
    try {
      return runIds(any.store(), runs);
    } catch (FileNotFoundException e) {
      requireOutput(any.store(), runs.getParent());
      return List.of();
    } catch (IOException e) {
      throw RunFolder.cannot("read", runs, e);
    }
  }

  private static List<String> runIds(FileSystem store, Path runs) throws IOException {
    List<String> ids = new ArrayList<>();
    for (FileStatus entry : store.listStatus(runs)) {
      if (entry.isDirectory() && RunIds.isValid(entry.getPath().getName())) {
        ids.add(entry.getPath().getName());
      }
    }
    return ids;
  }

  private void requireOutput(FileSystem store, Path folder) {
    try {
      if (!store.exists(folder)) {
        throw new OutputException(
            FailureId.NO_OUTPUT,
            "There is no output %s: name the --output of a run.".formatted(output));
      }
    } catch (IOException e) {
      throw RunFolder.cannot("read", folder, e);
    }
  }
}
