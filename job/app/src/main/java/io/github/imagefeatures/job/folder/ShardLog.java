package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A run's features, committed shard by shard: a shard's files count only once its record is
 * written, and files without a record are the rest of a crash and are removed. So an interrupted
 * run computes no more than one shard again. The next shard begins after the images of those that
 * are committed, whatever number each of them has.
 */
public final class ShardLog {
  /** Where the records lie in the working folder. */
  static final String FOLDER = "shards";

  private final RunFolder folder;
  private final Claim claim;

  public ShardLog(RunFolder folder, Claim claim) {
    this.folder = folder;
    this.claim = claim;
  }

  /**
   * The shards committed so far, in order; removes what a crash left of another. A shard with a
   * missing file is discarded.
   */
  public List<ShardRecord> committed() {
    claim.requireHeld();
    List<ShardRecord> shards = counting();
    removeOtherRecords(shards);
    removeUnrecorded(RunFolder.COMMITTED_BY_SHARD, filesOf(shards));
    return shards;
  }

  /**
   * Removes files that do not count, before the run becomes complete with all that lies there: what
   * a process wrote late that had lost the run without knowing it.
   *
   * @param shards how many the run consists of
   * @throws OutputException when one of them has lost a file
   */
  public void removeUncounted(int shards) {
    claim.requireHeld();
    List<ShardRecord> counting = counting();
    if (counting.size() != shards) {
      throw new OutputException(
          FailureId.RUN_DISTURBED,
          String.format(
              Locale.ROOT,
              "Of %d shards %d still have their files, so that another process must have removed some from the run %s: start it again.",
              shards,
              counting.size(),
              folder.runId()));
    }
    Set<String> files = filesOf(counting);
    // Where no image was rejected, that table has an empty file, which is no shard's.
    removeUnrecorded(
        RunFolder.COMMITTED_BY_SHARD.stream()
            .filter(table -> files.stream().anyMatch(file -> file.startsWith(table + "/")))
            .toList(),
        files);
  }

  private List<ShardRecord> counting() {
    List<ShardRecord> shards = new ArrayList<>();
    Set<String> present = new HashSet<>(fileNames());
    for (int index = 0; ; index++) {
      var shard = folder.readJson(record(index), ShardRecord.class);
      if (shard.isEmpty() || !present.containsAll(shard.get().files())) {
        return shards;
      }
      shards.add(shard.get());
    }
  }

  private static Set<String> filesOf(List<ShardRecord> shards) {
    Set<String> files = new HashSet<>();
    shards.forEach(shard -> files.addAll(shard.files()));
    return files;
  }

  /** What the records of a run say, whether or not the files are there; changes nothing. */
  public static ShardTotals recorded(RunFolder folder) {
    return ShardTotals.of(
        folder.files(folder.working(FOLDER)).stream()
            .flatMap(file -> folder.readJson(file.getPath(), ShardRecord.class).stream())
            .toList());
  }

  /**
   * Commits one shard.
   *
   * @param work writes its files and says what is in them
   */
  public ShardRecord commit(Supplier<ShardRecord> work) {
    claim.requireHeld();
    Set<String> before = new HashSet<>(fileNames());
    ShardRecord made = work.get();
    List<String> added = fileNames();
    added.removeAll(before);
    ShardRecord shard = made.withFiles(added);
    claim.requireHeld();
    folder.writeJson(record(shard.index()), shard);
    return shard;
  }

  private Path record(int index) {
    return new Path(folder.working(FOLDER), String.format(Locale.ROOT, "%05d.json", index));
  }

  /** A record after a discarded shard tells of images that are computed again in other shards. */
  private void removeOtherRecords(List<ShardRecord> shards) {
    Set<String> valid = new HashSet<>();
    shards.forEach(shard -> valid.add(record(shard.index()).getName()));
    for (FileStatus file : folder.files(folder.working(FOLDER))) {
      if (!valid.contains(file.getPath().getName())) {
        folder.delete(file.getPath());
      }
    }
  }

  private List<String> fileNames() {
    List<String> names = new ArrayList<>();
    for (String name : RunFolder.COMMITTED_BY_SHARD) {
      for (FileStatus file : folder.files(folder.written(name))) {
        names.add(name + "/" + file.getPath().getName());
      }
    }
    return names;
  }

  /** Spark's own temporary folders among them. */
  private void removeUnrecorded(List<String> tables, Set<String> recorded) {
    for (String name : tables) {
      for (FileStatus entry : folder.entries(folder.written(name))) {
        if (!recorded.contains(name + "/" + entry.getPath().getName())) {
          folder.delete(entry.getPath());
        }
      }
    }
  }
}
