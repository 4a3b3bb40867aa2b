package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
   * Looks at each run's folder. A folder in which a probe has left its report is no run's.
   *
   * @return the runs, oldest first whatever their state; damaged ones, whose age is not known, come
   *     first, by name
   * @throws OutputException when the output is not there or cannot be read
   */
  public List<RunState> list() {
    List<RunState> runs = new ArrayList<>();
    for (String runId : runIds()) {
      RunFolder folder = new RunFolder(output, runId, hadoop);
      RunState state = RunState.of(folder);
      if (state.state() == RunState.State.COMPLETE
          || !folder.exists(folder.path(RunFolder.PROBE))) {
        runs.add(state);
      }
    }
    runs.sort(Comparator.comparing(RunState::age).thenComparing(RunState::runId));
    return runs;
  }

  /**
   * Removes runs with all that is in their folders; all of them, or none when one may not be
   * removed. {@code latest.json} names the newest complete run that is left.
   *
   * @param runIds names of runs
   * @return the run that is the newest complete one now; empty when none is left
   * @throws OutputException when there is no such run, or a process may be at work on it
   */
  public Optional<String> remove(Set<String> runIds) {
    Set<String> there = Set.copyOf(runIds());
    List<RunFolder> folders = new ArrayList<>();
    for (String runId : runIds) {
      if (!there.contains(runId)) {
        throw new OutputException(
            FailureId.NO_SUCH_RUN,
            "There is no run %s under %s: 'image-features runs' lists those that there are."
                .formatted(runId, output));
      }
      folders.add(new RunFolder(output, runId, hadoop));
    }
    folders.forEach(folder -> new RunLock(folder).requireNobody());
    folders.forEach(folder -> new RunLock(folder).take());
    Optional<String> latest = nameLatestBut(runIds);
    folders.forEach(RunCatalog::remove);
    return latest;
  }

  /**
   * Makes the newest run that stays the latest one. This comes before any run is removed, so that
   * {@code latest.json} never names one that is gone.
   */
  private Optional<String> nameLatestBut(Set<String> runIds) {
    Optional<String> named = RunFolder.newest(output, hadoop).map(RunFolder::runId);
    if (named.isEmpty() || !runIds.contains(named.get())) {
      return named;
    }
    Optional<RunFolder> next =
        list().stream()
            .filter(run -> run.state() == RunState.State.COMPLETE && !runIds.contains(run.runId()))
            .max(Comparator.comparing(RunState::ended))
            .map(run -> new RunFolder(output, run.runId(), hadoop));
    next.ifPresentOrElse(
        RunFolder::becomeLatest, new RunFolder(output, named.get(), hadoop)::leaveNoLatest);
    return next.map(RunFolder::runId);
  }

  /** The manifest first: what is left when the rest cannot be removed is not taken for a run. */
  private static void remove(RunFolder folder) {
    folder.delete(folder.path(RunFolder.MANIFEST));
    folder.delete(folder.root());
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
