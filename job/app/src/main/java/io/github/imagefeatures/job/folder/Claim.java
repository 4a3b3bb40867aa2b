package io.github.imagefeatures.job.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.options.RunOptions;
import io.github.imagefeatures.network.Engine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * A process's hold on a run's folder: a finished run is never written to again, an unfinished one
 * is resumed only with the options and weights that it began with, and where two processes resume
 * one run, one of them has it; see {@link RunLock}.
 */
public final class Claim {
  private static final String NAME = "run.json";
  private static final String WEIGHTS = "weights.json";

  private final RunFolder folder;
  private final RunOptions options;
  private final Path file;
  private final RunLock turns;
  private List<Path> made = List.of();

  /**
   * What an unfinished run began with.
   *
   * @param started when it did, UTC, ISO 8601; null in a run of an older version
   */
  record Begun(JsonNode options, String started) {
    private static final String ENGINE = "engine";

    Begun {
      if (options instanceof ObjectNode recorded && !recorded.has(ENGINE)) {
        recorded.put(ENGINE, RecordedOptions.engineOfEarlierVersion(recorded.has("network")));
      }
    }

    /** What computes the run's network. */
    Engine engine() {
      return Engine.named(options.path(ENGINE).asText());
    }

    /** When a run began; empty when it does not say. */
    static Optional<String> startOf(RunFolder folder) {
      return folder.readJson(folder.working(NAME), Begun.class).map(Begun::started);
    }
  }

  /** The weights that a run's features are made with. */
  record WeightsOfRun(String id) {}

  public Claim(RunFolder folder, RunOptions options) {
    this.folder = folder;
    this.options = options;
    this.file = folder.working(NAME);
    this.turns = new RunLock(folder);
  }

  /** Whether nobody has begun the run yet. */
  public boolean isNew() {
    return folder.entries(folder.root()).isEmpty();
  }

  /** Begins a run, or resumes an unfinished one. */
  public void take() {
    requireFree();
    made = folder.missingFolders();
    turns.take();
    try {
      // Once more: somebody else may have begun or finished it meanwhile.
      requireFree();
    } catch (OutputException e) {
      turns.giveBack();
      throw e;
    }
    Optional<Begun> begun = begun();
    String started =
        begun
            .map(Begun::started)
            .orElseGet(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    JsonNode mine = RecordedOptions.of(options, engine(begun)).ofResults();
    folder.writeJson(file, new Begun(mine, started));
    folder.delete(folder.path(RunFolder.FAILURE));
    folder.delete(folder.path(RunFolder.REJECTED_TSV));
    RunFolder.COMMITTED_BY_SHARD.forEach(folder::recall);
  }

  /** Refuses a run that is complete or was begun with other options; writes nothing. */
  public void requireFree() {
    if (folder.isComplete()) {
      throw new OutputException(
          FailureId.RUN_COMPLETE,
          "The run %s is complete already: leave --run-id out or choose another."
              .formatted(folder.runId()));
    }
    requireSameOptions();
  }

  /** Whether the run is complete and its process was killed before it could tidy up. */
  public boolean isLeftBehind() {
    return folder.isComplete() && folder.exists(file);
  }

  /** Refuses to resume a run that was begun with other options. */
  public void requireSameOptions() {
    Optional<Begun> begun = begun();
    JsonNode mine = RecordedOptions.of(options, engine(begun)).ofResults();
    if (begun.filter(b -> !mine.equals(b.options())).isPresent()) {
      throw new OutputException(
          FailureId.RUN_WITH_OTHER_OPTIONS,
          "The unfinished run %s was begun with other options: repeat those to resume it, or choose another --run-id."
              .formatted(folder.runId()));
    }
  }

  /**
   * {@return what computes the network: the engine that was asked for, or that the unfinished run
   * was begun with, or else the network's own on this machine}
   */
  public Engine engine() {
    return engine(begun());
  }

  private Engine engine(Optional<Begun> begun) {
    return options.engine().or(() -> begun.map(Begun::engine)).orElseGet(options::engineOrOwn);
  }

  private Optional<Begun> begun() {
    return folder.readJson(file, Begun.class);
  }

  /** Refuses to mix features of different weights in one run. */
  public void keepTo(String weightsId) {
    Path weights = folder.working(WEIGHTS);
    WeightsOfRun mine = new WeightsOfRun(weightsId);
    WeightsOfRun earlier = folder.readJson(weights, WeightsOfRun.class).orElse(null);
    if (earlier == null) {
      folder.writeJson(weights, mine);
    } else if (!earlier.equals(mine)) {
      throw new OutputException(
          FailureId.RUN_WITH_OTHER_WEIGHTS,
          "The unfinished run %s was begun with the weights %s, now there are %s: name the former with --model, or choose another --run-id."
              .formatted(folder.runId(), earlier.id(), weightsId));
    }
  }

  /** Stops a process whose run another one has taken over; asked before anything is committed. */
  public void requireHeld() {
    if (!turns.isMine()) {
      throw lost();
    }
  }

  /**
   * Leaves word of why the run failed, and the run to others; silent when even that cannot be
   * written. A wrong option or a wrong path is not a run: where nothing has been computed, all that
   * was begun is taken back. Only a failure that nobody expected is kept, for its stack trace.
   *
   * @param isNew whether this process began the run
   * @throws OutputException when the failure came of another process's work on this run, which is
   *     not to be disturbed
   */
  public void leaveFailure(Throwable failure, Stage stage, boolean isNew) {
    boolean held = true;
    try {
      held = turns.isMine();
      if (held && isNew && isRefusal(failure, stage)) {
        folder.removeWithEmpty(made);
      } else if (held && !folder.isComplete()) {
        folder.writeJson(
            folder.path(RunFolder.FAILURE), FailureFile.of(folder.runId(), failure, stage.words()));
        turns.end();
      }
    } catch (OutputException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
    if (!held) {
      OutputException lost = lost();
      lost.addSuppressed(failure);
      throw lost;
    }
  }

  private static boolean isRefusal(Throwable failure, Stage stage) {
    return stage.compareTo(Stage.FEATURIZING) < 0
        && FailureClassifier.classify(failure).exitCode() != ExitCode.UNEXPECTED;
  }

  private OutputException lost() {
    return new OutputException(
        FailureId.RUN_TAKEN,
        "The run %s was removed or another process has resumed it: let that one finish, or choose another --run-id."
            .formatted(folder.runId()));
  }
}
