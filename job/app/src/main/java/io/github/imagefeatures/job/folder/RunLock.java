package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The processes that take turns at one run, each with a file whose number is above those before it.
 * The highest one has the run.
 *
 * <p>Two that want the same turn at the same time are told apart by the order of writing and
 * listing, which any store with consistent listings keeps (local disks, HDFS, Amazon S3), and which
 * does not need a store that can create a file only if there is none: each first writes its own
 * file and then lists. Of two, the one that lists later finds the other's file, so that at most one
 * finds itself alone and continues. Whoever is not alone takes its file back and tries again after
 * a random time.
 */
public final class RunLock {
  private static final String FOLDER = "turns";
  private static final Pattern NAME = Pattern.compile("(\\d{6})-[0-9a-f-]+\\.json");
  private static final int ATTEMPTS = 5;
  private static final int SHORTEST_WAIT_MILLIS = 50;
  private static final int LONGEST_WAIT_MILLIS = 1000;

  /** A run writes more often: its shards take half a minute, its longest stages some minutes. */
  private static final Duration SILENCE = Duration.ofHours(1);

  private static final Holder NOBODY = new Holder("", 0, "");

  private final RunFolder folder;
  private final Path files;
  private final String own = UUID.randomUUID().toString();
  private String mine = "";

  /**
   * Who has a turn.
   *
   * @param host name of its machine
   * @param pid its number there
   * @param started when the machine says that it started; empty if it does not say
   */
  record Holder(String host, long pid, String started) {}

  private record Turn(long number, String name) {}

  public RunLock(RunFolder folder) {
    this.folder = folder;
    this.files = folder.working(FOLDER);
  }

  /**
   * Takes the next turn.
   *
   * @throws OutputException when another process on this machine is writing the run, or takes the
   *     same turn now
   */
  public void take() {
    long last = requireHolderGone();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (lastNumber() > last) {
        break;
      }
      mine = String.format(Locale.ROOT, "%06d-%s.json", last + 1, own);
      folder.writeJson(new Path(files, mine), self());
      if (isMine()) {
        return;
      }
      giveBack();
      waitAtRandom();
    }
    throw new OutputException(
        FailureId.RUN_BEGUN_BY_ANOTHER,
        "Another process has begun the run %s at the same moment: let that one finish, or choose another --run-id."
            .formatted(folder.runId()));
  }

  /**
   * Returns whether this process still holds the lock: its file is there, and no other file is of
   * the same turn or a later one.
   */
  boolean isMine() {
    List<Turn> turns = turns();
    return turns.stream().anyMatch(turn -> turn.name().equals(mine))
        && turns.stream().allMatch(turn -> turn.name().equals(mine) || isBeforeMine(turn));
  }

  /** Takes this process's turn back, as if it had never been. */
  void giveBack() {
    folder.delete(new Path(files, mine));
  }

  /**
   * Refuses a run that is being written, as far as this machine can tell; writes nothing. A process
   * of another machine cannot be seen, so that a run of one is refused for as long as it may write
   * again.
   *
   * @throws OutputException when a process is at the run, or may be
   */
  void requireNobody() {
    requireHolderGone();
    Optional<String> elsewhere =
        lastHolder().map(Holder::host).filter(host -> !host.isEmpty() && !host.equals(hostName()));
    String written = RunState.lastWritten(folder);
    if (elsewhere.isPresent()
        && written != null
        && Instant.parse(written).plus(SILENCE).isAfter(Instant.now())) {
      throw new OutputException(
          FailureId.RUN_AT_WORK_ELSEWHERE,
          String.format(
              Locale.ROOT,
              "A process on the machine %s wrote to the run %s at %s and may still be at work: end it, and try again when the run has not been written to for %d minutes.",
              elsewhere.get(),
              folder.runId(),
              written,
              SILENCE.toMinutes()));
    }
  }

  /** Leaves the run to the next one; those before stay behind. */
  void end() {
    folder.writeJson(new Path(files, mine), NOBODY);
  }

  private boolean isBeforeMine(Turn turn) {
    return turn.number() < numberOf(mine).orElseThrow();
  }

  private long lastNumber() {
    return turns().stream().mapToLong(Turn::number).max().orElse(0);
  }

  /** The number of the last turn; its holder must not be alive as far as this machine can tell. */
  private long requireHolderGone() {
    long last = lastNumber();
    for (Holder holder : holders(last)) {
      if (isAliveHere(holder)) {
        throw new OutputException(
            FailureId.RUN_AT_WORK,
            String.format(
                Locale.ROOT,
                "Process %d on this machine is at work on the run %s: let it finish or end it, or choose another --run-id.",
                holder.pid(),
                folder.runId()));
      }
    }
    return last;
  }

  private Optional<Holder> lastHolder() {
    return holders(lastNumber()).stream().findFirst();
  }

  /** Returns the processes that took a turn: one, or two that took it at the same moment. */
  private List<Holder> holders(long number) {
    return turns().stream()
        .filter(turn -> turn.number() == number)
        .flatMap(turn -> folder.readJson(new Path(files, turn.name()), Holder.class).stream())
        .toList();
  }

  private List<Turn> turns() {
    List<Turn> turns = new ArrayList<>();
    for (FileStatus file : folder.files(files)) {
      String name = file.getPath().getName();
      numberOf(name).ifPresent(number -> turns.add(new Turn(number, name)));
    }
    return turns;
  }

  private static Optional<Long> numberOf(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
  }

  private static Holder self() {
    ProcessHandle self = ProcessHandle.current();
    return new Holder(hostName(), self.pid(), startOf(self));
  }

  /**
   * Whether it is another process of this machine that runs. One that has ended and that nobody has
   * asked for its exit code is still listed, but without its command.
   */
  private static boolean isAliveHere(Holder holder) {
    return holder.host().equals(hostName())
        && holder.pid() != ProcessHandle.current().pid()
        && ProcessHandle.of(holder.pid())
            .filter(ProcessHandle::isAlive)
            .filter(process -> process.info().command().isPresent())
            .filter(process -> startOf(process).equals(holder.started()))
            .isPresent();
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // No name to compare, so that nobody is taken for alive.
      return "unknown-" + UUID.randomUUID();
    }
  }

  private static void waitAtRandom() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(SHORTEST_WAIT_MILLIS, LONGEST_WAIT_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The run was stopped before it began", e);
    }
  }
}
