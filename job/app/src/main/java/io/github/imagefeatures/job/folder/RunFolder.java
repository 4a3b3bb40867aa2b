package io.github.imagefeatures.job.folder;

import com.fasterxml.jackson.core.JacksonException;
import io.github.imagefeatures.failure.Credentials;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.failure.StoreFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of one run, {@code <output>/runs/<run-id>/}: the names of what lies in it and the few
 * operations on it. What is not finished lies under {@link #WORKING}, a name that Spark's readers
 * pass over, but for {@link #written tables of a store that copies what it renames}.
 */
public final class RunFolder {
  public static final String FEATURES = "features";
  public static final String PROVENANCE = "provenance";
  public static final String REJECTED = "rejected";
  public static final String REJECTED_TSV = "rejected.tsv";
  public static final String REPORT_HTML = "report.html";
  public static final String MANIFEST = "manifest.json";
  static final String FAILURE = FailureFile.NAME;

  /** What a probe leaves in its folder, which may lie among those of the runs. */
  public static final String PROBE = "probe.json";

  public static final String WORKING = "_working";

  /** Folders whose files are committed shard by shard. */
  static final List<String> COMMITTED_BY_SHARD = List.of(FEATURES, REJECTED, PROVENANCE);

  private static final List<String> TABLES =
      List.of(FEATURES, "findings", "neighbours", "pca", PROVENANCE, REJECTED, "thumbnails");

  private static final Pattern LOCAL = Pattern.compile("^file:/+");
  private static final String RUNS = "runs";
  private static final String LATEST = "latest.json";

  private final FileSystem store;
  private final Path output;
  private final String runId;

  /** The newest complete run of an output; {@code latest.json}. */
  record Latest(String runId, String manifest) {
    Latest {
      RunIds.requireValid(runId);
    }
  }

  public RunFolder(String output, String runId, Configuration hadoop) {
    this.runId = runId;
    requireNoPassword("The output's address", output);
    try {
      this.output = new Path(output);
      this.store = this.output.getFileSystem(hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new OutputException(
          FailureId.OUTPUT_UNREACHABLE,
          "The output %s cannot be reached: %s. Check its address and your rights to it."
              .formatted(output, Reason.of(e)),
          e);
    }
  }

  /**
   * Refuses an address with a password, which would be written into files and logs.
   *
   * @param what begins the sentence that refuses it
   * @param address a path, or an address of any store
   * @throws OutputException when the address holds a password
   */
  public static void requireNoPassword(String what, String address) {
    if (Credentials.holdsPassword(address)) {
      throw new OutputException(
          FailureId.OUTPUT_WITH_PASSWORD,
          what
              + " holds a password; take it out, and give credentials through the environment or"
              + " the profile instead.");
    }
  }

  /**
   * The folder of an address that a person has given.
   *
   * @param address a path, or an address of any store
   * @throws OutputException when it is neither
   */
  public static Path folder(String address) {
    try {
      return new Path(address);
    } catch (IllegalArgumentException e) {
      throw new OutputException(
          FailureId.OUTPUT_UNREACHABLE,
          "The folder %s cannot be reached: %s. Write './' before a relative path that has a colon in it."
              .formatted(Credentials.masked(address), Reason.of(e)),
          e);
    }
  }

  /** The folder of the newest complete run, as {@code latest.json} names it. */
  public static RunFolder latest(String output, Configuration hadoop) {
    return newest(output, hadoop)
        .orElseThrow(
            () ->
                new OutputException(
                    FailureId.NO_COMPLETE_RUN,
                    "There is no complete run under %s: name another --output, or make a run first."
                        .formatted(output)));
  }

  /** The folder of the newest complete run; empty when there is no such run. */
  public static Optional<RunFolder> newest(String output, Configuration hadoop) {
    RunFolder any = new RunFolder(output, "none", hadoop);
    return any.readJson(new Path(any.output, LATEST), Latest.class)
        .map(latest -> new RunFolder(output, latest.runId(), hadoop));
  }

  /** Another run of the same output. */
  public RunFolder sibling(String otherRunId) {
    return new RunFolder(output.toString(), otherRunId, store.getConf());
  }

  public String runId() {
    return runId;
  }

  public Path root() {
    return store.makeQualified(new Path(new Path(output, RUNS), runId));
  }

  public Path path(String name) {
    return new Path(root(), name);
  }

  /** What is not finished yet, under its final name within the working folder. */
  public Path working(String name) {
    return new Path(path(WORKING), name);
  }

  /**
   * Where an unfinished run writes what it leaves: under its working name, or where a renaming
   * would copy every byte once more, under its final one.
   */
  public Path written(String name) {
    return renamesByCopying() ? path(name) : working(name);
  }

  /** An object of such a store is another one, with another tag, once it is renamed. */
  private boolean renamesByCopying() {
    Path root = root();
    try {
      return store.hasPathCapability(root, CommonPathCapabilities.ETAGS_AVAILABLE)
          && !store.hasPathCapability(root, CommonPathCapabilities.ETAGS_PRESERVED_IN_RENAME);
    } catch (IOException e) {
      throw cannot("read", root, e);
    }
  }

  public FileSystem store() {
    return store;
  }

  public boolean exists(Path path) {
    try {
      return store.exists(path);
    } catch (IOException e) {
      throw cannot("read", path, e);
    }
  }

  public boolean isComplete() {
    return exists(path(MANIFEST));
  }

  <T> Optional<T> readJson(Path file, Class<T> type) {
    return readJson(store, file, type);
  }

  /**
   * Reads a JSON file.
   *
   * @return empty when there is none
   * @throws OutputException when it is damaged or cannot be read
   */
  public static <T> Optional<T> readJson(FileSystem store, Path file, Class<T> type) {
    try (InputStream in = store.open(file)) {
      return Optional.of(Json.read(in, type));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (JacksonException e) {
      throw damaged(file, e);
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /** Writes a JSON file that appears whole or not at all. */
  public void writeJson(Path file, Object value) {
    try {
      write(file, Json.MAPPER.writeValueAsBytes(value));
    } catch (IOException e) {
      throw cannot("write", file, e);
    }
  }

  /** Leaves the output without a newest complete run. */
  void leaveNoLatest() {
    delete(new Path(output, LATEST));
  }

  /** Makes this run the newest complete one of its output. */
  public void becomeLatest() {
    writeJson(new Path(output, LATEST), new Latest(runId, RUNS + "/" + runId + "/" + MANIFEST));
  }

  /** Makes this run the newest complete one, unless a run is named that ended later. */
  public void becomeLatestUnlessLaterThan(Instant ended) {
    boolean later =
        readJson(new Path(output, LATEST), Latest.class)
            .flatMap(named -> CompletedRun.find(sibling(named.runId())))
            .filter(named -> Instant.parse(named.manifest().ended()).isAfter(ended))
            .isPresent();
    if (!later) {
      becomeLatest();
    }
  }

  /** Writes a file that appears whole or not at all, in place of an earlier one. */
  public void write(Path file, AtomicFile.Writing writing) {
    try {
      new AtomicFile(store, runId).write(file, writing);
    } catch (IOException e) {
      throw cannot("write", file, e);
    }
  }

  public void write(Path file, byte[] content) {
    write(file, out -> out.write(content));
  }

  public void delete(Path path) {
    try {
      store.delete(path, true);
    } catch (IOException e) {
      throw cannot("delete", path, e);
    }
  }

  /** Where each of the published tables lies in this folder, by its name. */
  public SortedMap<String, String> tables() {
    return TABLES.stream()
        .filter(name -> exists(path(name)))
        .collect(Collectors.toMap(name -> name, name -> name, (one, same) -> one, TreeMap::new));
  }

  /** The folders on the way to this one, and it itself, that are not there yet; outermost last. */
  List<Path> missingFolders() {
    List<Path> missing = new ArrayList<>();
    for (Path at = root(); at != null && !exists(at); at = at.getParent()) {
      missing.add(at);
    }
    return missing;
  }

  /** Removes this folder, and those of {@link #missingFolders} that have nothing else in them. */
  void removeWithEmpty(List<Path> missing) {
    delete(root());
    for (Path folder : missing) {
      if (entries(folder).isEmpty()) {
        delete(folder);
      }
    }
  }

  /** Files of a folder whose names do not mark them as hidden; none when there is no folder. */
  public List<FileStatus> files(Path folder) {
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus status : entries(folder)) {
      String name = status.getPath().getName();
      if (status.isFile() && !name.startsWith("_") && !name.startsWith(".")) {
        files.add(status);
      }
    }
    files.sort(Comparator.comparing(FileStatus::getPath));
    return files;
  }

  /** Whether a table of an unfinished run has files. */
  public boolean hasFiles(String name) {
    return !files(written(name)).isEmpty();
  }

  /** All that lies in a folder; nothing when there is no folder. */
  List<FileStatus> entries(Path folder) {
    try {
      return List.of(store.listStatus(folder));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw cannot("read", folder, e);
    }
  }

  /** Gives what was written its final name; nothing when it has it already. */
  public void publish(String name) {
    if (!written(name).equals(path(name))) {
      replace(name);
    }
  }

  /**
   * Puts a working file or folder in the place of what has its final name; nothing when that has
   * been done before.
   */
  public void replace(String name) {
    Path from = working(name);
    if (!exists(from)) {
      return;
    }
    Path to = path(name);
    try {
      store.delete(to, true);
      move(from, to);
    } catch (IOException e) {
      throw cannot("write", to, e);
    }
  }

  /**
   * Brings the files of a table back to where an unfinished run writes it, so that it continues
   * with them: what was published of it, and on a store that copies when it renames what an earlier
   * version has under its working name. File by file: there a crash may have left either side in
   * part.
   */
  void recall(String name) {
    Path back = written(name);
    Path elsewhere = back.equals(path(name)) ? working(name) : path(name);
    if (!exists(elsewhere)) {
      return;
    }
    try {
      store.mkdirs(back);
      for (FileStatus file : files(elsewhere)) {
        Path to = new Path(back, file.getPath().getName());
        if (!exists(to)) {
          move(file.getPath(), to);
        }
      }
      store.delete(elsewhere, true);
    } catch (IOException e) {
      throw cannot("write", elsewhere, e);
    }
  }

  /** How an address is shown to people: a local file as its path alone, without credentials. */
  public static String shown(String uri) {
    return uri.startsWith("file:/")
        ? LOCAL.matcher(uri).replaceFirst("/")
        : Credentials.masked(uri);
  }

  private void move(Path from, Path to) throws IOException {
    if (!store.rename(from, to)) {
      throw new IOException("renaming " + from + " failed");
    }
  }

  /** What is said of a file that was written whole and is not what was written. */
  static OutputException damaged(Path file, IOException fault) {
    return new OutputException(
        FailureId.RUN_FILE_DAMAGED,
        "The file %s is damaged (%s): make the run again under another --run-id."
            .formatted(file, Json.fault(fault)),
        fault);
  }

  public static OutputException cannot(String verb, Path path, IOException reason) {
    Optional<StoreFailure> failure = StoreFailure.in(reason);
    if (failure.isPresent()) {
      return failure.get().ofOutput();
    }
    return new OutputException(
        FailureId.OUTPUT_REFUSED,
        "Cannot %s %s (%s): check that the output exists, has room and lets you write."
            .formatted(verb, path, Reason.of(reason)),
        reason);
  }
}
