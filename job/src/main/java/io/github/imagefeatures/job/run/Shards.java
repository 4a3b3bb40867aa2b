package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.featurize.FeaturizedShard;
import io.github.imagefeatures.job.featurize.Featurizer;
import io.github.imagefeatures.job.featurize.RejectedImage;
import io.github.imagefeatures.job.source.ListedImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * A run's features, committed shard by shard: a shard's files count only once its record is
 * written, and files without a record are the rest of a crash and are removed. So an interrupted
 * run computes no more than one shard again.
 */
final class Shards {
  /** Where the records lie in the working folder. */
  static final String FOLDER = "shards";

  private final RunFolder folder;
  private final Claim claim;
  private final int shardSize;

  /**
   * What a committed shard holds.
   *
   * @param readFrom when its first image was read, or earlier; milliseconds since 1970-01-01 UTC
   * @param reusedFrom the run whose features they are; null for features computed in this one
   * @param warnedPaths images that decoders complained of, of those computed in this run
   * @param files names of its files under the folders that are committed by shard
   */
  record Shard(
      int index,
      long featurized,
      long rejected,
      long warned,
      Map<String, Long> rejectedByReason,
      long readFrom,
      String reusedFrom,
      List<String> warnedPaths,
      List<String> files) {
    Shard {
      files = List.copyOf(Objects.requireNonNull(files, "files"));
      warnedPaths = List.copyOf(Objects.requireNonNull(warnedPaths, "warned_paths"));
      rejectedByReason.values().forEach(Objects::requireNonNull);
    }

    /** How many images are taken over from another run. */
    long reused() {
      return reusedFrom == null ? 0 : featurized;
    }

    private Shard withFiles(List<String> written) {
      return new Shard(
          index,
          featurized,
          rejected,
          warned,
          rejectedByReason,
          readFrom,
          reusedFrom,
          warnedPaths,
          written);
    }
  }

  Shards(RunFolder folder, Claim claim, int shardSize) {
    this.folder = folder;
    this.claim = claim;
    this.shardSize = shardSize;
  }

  /**
   * The shards committed so far, in order; removes what a crash left of another. A shard that lost
   * a file is none.
   */
  List<Shard> committed() {
    claim.requireHeld();
    List<Shard> shards = new ArrayList<>();
    Set<String> files = new HashSet<>();
    Set<String> present = new HashSet<>(fileNames());
    for (int index = 0; ; index++) {
      var shard = folder.readJson(record(index), Shard.class);
      if (shard.isEmpty() || !present.containsAll(shard.get().files())) {
        break;
      }
      shards.add(shard.get());
      files.addAll(shard.get().files());
    }
    removeUnrecorded(files);
    return shards;
  }

  /** What the records of a run say, whether or not the files are there; changes nothing. */
  static Featurized recorded(RunFolder folder) {
    Featurized total = Featurized.of(List.of());
    for (FileStatus record : folder.files(folder.working(FOLDER))) {
      Optional<Shard> shard = folder.readJson(record.getPath(), Shard.class);
      total = shard.isPresent() ? total.plus(shard.get()) : total;
    }
    return total;
  }

  /** Images of the shard with that index; empty past the last. */
  List<ListedImage> images(List<ListedImage> all, int index) {
    int from = (int) Math.min(all.size(), (long) index * shardSize);
    int to = (int) Math.min(all.size(), (long) from + shardSize);
    return all.subList(from, to);
  }

  /**
   * Commits one shard.
   *
   * @param work writes its files and says what is in them
   */
  Shard commit(Supplier<Shard> work) {
    claim.requireHeld();
    Set<String> before = new HashSet<>(fileNames());
    Shard made = work.get();
    List<String> added = fileNames();
    added.removeAll(before);
    Shard shard = made.withFiles(added);
    claim.requireHeld();
    folder.writeJson(record(shard.index()), shard);
    return shard;
  }

  /** Computes the features of one shard's images. */
  Shard compute(int index, List<ListedImage> images, Featurizer featurizer, SparkSession spark) {
    long readFrom = System.currentTimeMillis();
    FeaturizedShard result =
        featurizer.featurize(images, folder.working(RunFolder.FEATURES).toString());
    writeRejected(result.rejected(), spark);
    if (result.featurized() + result.rejected().size() != images.size()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "Of %d images %d were featurized and %d rejected",
              images.size(),
              result.featurized(),
              result.rejected().size()));
    }
    return new Shard(
        index,
        result.featurized(),
        result.rejected().size(),
        result.warned().size(),
        byReason(result.rejected()),
        readFrom,
        null,
        result.warned(),
        List.of());
  }

  private void writeRejected(List<RejectedImage> rejected, SparkSession spark) {
    if (!rejected.isEmpty()) {
      Tables.addRejected(spark, rejected, folder.working(RunFolder.REJECTED).toString());
    }
  }

  private static Map<String, Long> byReason(List<RejectedImage> rejected) {
    Map<String, Long> counts = new TreeMap<>();
    rejected.forEach(image -> counts.merge(image.getReason(), 1L, Long::sum));
    return counts;
  }

  private Path record(int index) {
    return new Path(folder.working(FOLDER), String.format(Locale.ROOT, "%05d.json", index));
  }

  private List<String> fileNames() {
    List<String> names = new ArrayList<>();
    for (String name : RunFolder.COMMITTED_BY_SHARD) {
      for (FileStatus file : folder.files(folder.working(name))) {
        names.add(name + "/" + file.getPath().getName());
      }
    }
    return names;
  }

  /** Spark's own temporary folders among them. */
  private void removeUnrecorded(Set<String> recorded) {
    for (String name : RunFolder.COMMITTED_BY_SHARD) {
      for (FileStatus entry : folder.entries(folder.working(name))) {
        if (!recorded.contains(name + "/" + entry.getPath().getName())) {
          folder.delete(entry.getPath());
        }
      }
    }
  }
}
