package io.github.imagefeatures.job.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.imagefeatures.failure.OutputException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * What a run's folder says of the run. Fields that it does not tell are null.
 *
 * @param runId the run's name
 * @param state how far it came
 * @param started UTC, ISO 8601; of a complete run when its last process started
 * @param seconds from start to end, of a complete run
 * @param listed images of the run
 * @param featurized images that became features, of an unfinished run those committed so far
 * @param rejected images set aside, likewise
 * @param components kept, k
 * @param cumulativeVariance that they keep together, 0 to 1
 * @param imagesPerSecond while featurizing; null when the last process of the run featurized none
 * @param lastWritten for an unfinished or failed run the time of its youngest working file, UTC,
 *     ISO 8601; the only sign that a process is still running
 * @param exitCode the exit code of a failed run
 * @param sentence why it failed or what is damaged
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunState(
    String runId,
    State state,
    String started,
    Double seconds,
    Long listed,
    Long featurized,
    Long rejected,
    Integer components,
    Double cumulativeVariance,
    Double imagesPerSecond,
    String lastWritten,
    Integer exitCode,
    String sentence) {

  /** How far a run came. */
  public enum State {
    /** It has its manifest. */
    @JsonProperty("complete")
    COMPLETE,
    /** It ended by itself with a failure, and can be resumed by its name. */
    @JsonProperty("failed")
    FAILED,
    /** It was killed or is under way. */
    @JsonProperty("unfinished")
    UNFINISHED,
    /** Its folder is not what a run leaves. */
    @JsonProperty("damaged")
    DAMAGED
  }

  static RunState of(RunFolder folder) {
    try {
      Optional<CompletedRun> run = CompletedRun.find(folder);
      return run.isPresent() ? complete(folder, run.get().manifest()) : incomplete(folder);
    } catch (OutputException e) {
      return damaged(folder, e.getMessage());
    }
  }

  private static RunState complete(RunFolder folder, Manifest manifest) {
    boolean hasComponents = !manifest.options().featuresOnly();
    return new RunState(
        folder.runId(),
        State.COMPLETE,
        manifest.started(),
        manifest.took().toMillis() / 1e3,
        manifest.counts().listed(),
        manifest.counts().featurized(),
        manifest.counts().rejected(),
        hasComponents ? manifest.reduction().components() : null,
        hasComponents ? manifest.reduction().cumulativeVariance() : null,
        manifest.imagesPerSecond() > 0 ? manifest.imagesPerSecond() : null,
        null,
        null,
        null);
  }

  private static RunState incomplete(RunFolder folder) {
    Optional<FailureFile> failure =
        folder.readJson(folder.path(RunFolder.FAILURE), FailureFile.class);
    if (failure.isEmpty() && folder.entries(folder.path(RunFolder.WORKING)).isEmpty()) {
      return damaged(folder, "The folder has no manifest.json and nothing to resume.");
    }
    ShardTotals committed = ShardLog.recorded(folder);
    return new RunState(
        folder.runId(),
        failure.isPresent() ? State.FAILED : State.UNFINISHED,
        Claim.Begun.startOf(folder).orElse(null),
        null,
        null,
        committed.featurized(),
        committed.rejected(),
        null,
        null,
        null,
        lastWritten(folder),
        failure.map(FailureFile::exitCode).orElse(null),
        failure.map(FailureFile::sentence).orElse(null));
  }

  private static RunState damaged(RunFolder folder, String sentence) {
    return new RunState(
        folder.runId(),
        State.DAMAGED,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        sentence);
  }

  /** A time to sort runs by: the best that is known of when it began; empty when nothing is. */
  String age() {
    return Stream.of(started, lastWritten).filter(Objects::nonNull).findFirst().orElse("");
  }

  /** When a run ended; of a complete one. */
  Instant ended() {
    return Instant.parse(started).plusMillis(Math.round(seconds * 1000));
  }

  /** When the youngest working file of a run was written; null when there is none. */
  static String lastWritten(RunFolder folder) {
    Path working = folder.path(RunFolder.WORKING);
    return Stream.of(working, new Path(working, ShardLog.FOLDER), folder.root())
        .flatMap(place -> folder.files(place).stream())
        .mapToLong(FileStatus::getModificationTime)
        .max()
        .stream()
        .mapToObj(time -> Instant.ofEpochMilli(time).truncatedTo(ChronoUnit.SECONDS).toString())
        .findFirst()
        .orElse(null);
  }
}
