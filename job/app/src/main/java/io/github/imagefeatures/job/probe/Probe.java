package io.github.imagefeatures.job.probe;

import io.github.imagefeatures.failure.FailureClassifier;
import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.JobException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.failure.Reason;
import io.github.imagefeatures.job.folder.AtomicFile;
import io.github.imagefeatures.job.folder.FailureFile;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.job.versions.Versions;
import io.github.imagefeatures.network.weights.WeightsLocator;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the machines and the store of a run, before the run is made, what only they can tell. All
 * that it lays down for that lies in a folder of the output that is removed at the end; what stays
 * is {@link ProbeReport#NAME}, and {@link FailureFile#NAME} where a check failed.
 */
public final class Probe {
  private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

  /** A name that Spark's readers pass over. */
  private static final String SCRATCH = "_probe";

  private final ProbeOptions options;
  private final SparkSession spark;
  private final List<String> warnings;
  private final FileSystem store;
  private final Path output;
  private final List<Check> checks = new ArrayList<>();

  private final ClusterChecks cluster;
  private final StoreChecks storage;
  private final WorkChecks work;

  /** A question that may end in any way. */
  @FunctionalInterface
  private interface Question {
    Check ask(String name) throws Exception;
  }

  /**
   * @param options what to do
   * @param spark where
   * @param warnings what was said while the session was opened
   * @param locator finds the weights
   * @throws OutputException when the output is no address of a store that can be reached
   */
  public Probe(
      ProbeOptions options, SparkSession spark, List<String> warnings, WeightsLocator locator) {
    this.options = options;
    this.spark = spark;
    this.warnings = new ArrayList<>(warnings);
    RunFolder.requireNoPassword("The output's address", options.output());
    try {
      Path folder = RunFolder.folder(options.output());
      this.store = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
      this.output = store.makeQualified(folder);
    } catch (IOException e) {
      throw new OutputException(
          FailureId.OUTPUT_UNREACHABLE,
          "The output %s cannot be reached: %s. Check its address and your rights to it."
              .formatted(options.output(), Reason.of(e)),
          e);
    }
    Path scratch = new Path(output, SCRATCH);
    this.cluster = new ClusterChecks(spark);
    this.storage = new StoreChecks(spark, store, scratch);
    this.work = new WorkChecks(spark, options, locator, store, scratch);
  }

  /**
   * Makes every check, whatever comes of the others.
   *
   * @return what was found
   */
  public ProbeReport run() {
    Instant started = Instant.now();
    ask("versions", cluster::versions);
    ask("spark-internals", name -> cluster.internals(name, warnings));
    ask("executors", cluster::executors);
    ask("natives", cluster::natives);
    ask("commit", storage::commit);
    ask("encryption", storage::encryption);
    ask("store-rates", storage::rates);
    ask("weights", work::weights);
    ask("images", name -> work.images(name, cluster.slots()));
    ask("cost", name -> work.cost(name, cluster.executors()));
    ask("removal", storage::removal);
    return new ProbeReport(
        ProbeReport.FORMAT,
        Versions.own(),
        RunFolder.shown(output.toString()),
        started.truncatedTo(ChronoUnit.MILLIS).toString(),
        started.until(Instant.now(), ChronoUnit.MILLIS) / 1e3,
        List.copyOf(checks));
  }

  /**
   * Leaves the report in the output, and says where a check failed that one did.
   *
   * @param report what was found
   * @throws JobException when a check failed, or the output takes no file
   */
  public void leave(ProbeReport report) {
    write(ProbeReport.NAME, report);
    try {
      report.requireNoneFailed();
      delete(FailureFile.NAME);
    } catch (JobException failed) {
      write(FailureFile.NAME, FailureFile.of(output.getName(), failed, "probing"));
      throw failed;
    }
  }

  private void ask(String name, Question question) {
    long started = System.nanoTime();
    Check check;
    try {
      check = question.ask(name);
    } catch (Exception | LinkageError e) {
      // Whatever it is, it is this check's answer, and the next ones are asked all the same.
      LOG.warn("The check {} failed", name, e);
      JobException failure = FailureClassifier.classify(e);
      check =
          Check.failed(
              name, failure.id().toString(), failure.getMessage(), Map.of("error", e.toString()));
    }
    LOG.info(
        "Check {}: {}, {} in {} s",
        name,
        check.outcome().words(),
        check.figure(),
        (System.nanoTime() - started) / 1e9);
    checks.add(check);
  }

  private void write(String name, Object value) {
    Path file = new Path(output, name);
    try {
      byte[] json = Json.MAPPER.writeValueAsBytes(value);
      new AtomicFile(store, "probe").write(file, out -> out.write(json));
    } catch (IOException e) {
      throw RunFolder.cannot("write", file, e);
    }
  }

  private void delete(String name) {
    Path file = new Path(output, name);
    try {
      store.delete(file, false);
    } catch (IOException e) {
      throw RunFolder.cannot("delete", file, e);
    }
  }
}
