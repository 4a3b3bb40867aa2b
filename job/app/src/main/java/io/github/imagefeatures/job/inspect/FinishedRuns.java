package io.github.imagefeatures.job.inspect;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.InputException;
import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.artifact.RunReport;
import io.github.imagefeatures.job.artifact.Validation;
import io.github.imagefeatures.job.folder.CompletedRun;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.listing.ListedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** What can be done with a run after it has finished. */
public final class FinishedRuns {
  private final String output;
  private final SparkSession spark;
  private final Configuration hadoop;

  /**
   * @param output where the runs are
   * @param spark reads their tables
   */
  public FinishedRuns(String output, SparkSession spark) {
    this.output = output;
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
  }

  /**
   * Opens a run and checks what its manifest claims.
   *
   * @param runId which; the newest complete one when absent
   * @return the run
   * @throws OutputException when there is no such run or a claim does not hold; the sentence names
   *     each
   */
  public CompletedRun validate(Optional<String> runId) {
    RunFolder folder = folder(runId);
    CompletedRun run = CompletedRun.open(folder);
    List<String> faults = new Validation(folder, spark, run.manifest()).faults();
    if (!faults.isEmpty()) {
      throw new OutputException(
          FailureId.RUN_NOT_AS_CLAIMED,
          "The run %s is not what its manifest claims; make it again. %s"
              .formatted(folder.runId(), String.join(" ", faults)));
    }
    return run;
  }

  /**
   * Draws plots and page of a run again.
   *
   * @param runId which; the newest complete one when absent
   * @param warnings is told what could not be drawn
   * @return the run
   * @throws OutputException when there is no such run or it cannot be written
   */
  public CompletedRun drawReport(Optional<String> runId, Consumer<String> warnings) {
    return drawReport(runId, OptionalInt.empty(), warnings);
  }

  /**
   * Draws plots and page of a run again, with other pictures.
   *
   * @param runId which; the newest complete one when absent
   * @param thumbnails pictures to make at most, of the images as they are now; 0 draws the page
   *     without any; when absent it has those that the run has
   * @param warnings is told what could not be drawn
   * @return the run
   * @throws OutputException when there is no such run or it cannot be written
   * @throws InputException when the images cannot be listed any more
   */
  public CompletedRun drawReport(
      Optional<String> runId, OptionalInt thumbnails, Consumer<String> warnings) {
    RunFolder folder = folder(runId);
    CompletedRun run = CompletedRun.open(folder);
    RunReport report = RunReport.ofPublished(folder, spark, run.manifest(), warnings);
    if (thumbnails.isPresent()) {
      int most = thumbnails.getAsInt();
      report = report.pictured(run.manifest(), most > 0 ? images(run, warnings) : List.of(), most);
    }
    report.write(run.manifest());
    report.publish();
    folder.delete(folder.path(RunFolder.WORKING));
    return run;
  }

  /** The images as they are now; none of a run without points. */
  private List<ListedImage> images(CompletedRun run, Consumer<String> warnings) {
    if (run.manifest().options().featuresOnly()) {
      warnings.accept("The page has no pictures: a run of features only has no points to picture.");
      return List.of();
    }
    return run.imagesNow(spark);
  }

  private RunFolder folder(Optional<String> runId) {
    return runId
        .map(id -> new RunFolder(output, id, hadoop))
        .orElseGet(() -> RunFolder.latest(output, hadoop));
  }
}
