package io.github.imagefeatures.job.run;

import io.github.imagefeatures.job.failure.OutputException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Two runs that are to be compared, each given by its name or by its folder. */
public final class ComparedRuns {
  private final Optional<String> output;
  private final Configuration hadoop;

  /**
   * @param output where the runs are that are given by their names
   * @param hadoop finds file systems
   */
  public ComparedRuns(Optional<String> output, Configuration hadoop) {
    this.output = output;
    this.hadoop = hadoop;
  }

  /**
   * Whether a run is given by its folder and not by its name.
   *
   * @param run a name, or a path or address of a folder
   * @return true if it has a slash
   */
  public static boolean isFolder(String run) {
    return run.contains("/");
  }

  /**
   * Compares two runs.
   *
   * @param first name or folder
   * @param second name or folder
   * @param spark asked for only when their images differ
   * @return their differences
   * @throws OutputException when one of them is not there or not complete
   */
  public RunComparison compare(String first, String second, Supplier<SparkSession> spark) {
    OpenedRun one = open(first);
    OpenedRun other = open(second);
    boolean same =
        Objects.equals(one.manifest().input().digest(), other.manifest().input().digest());
    return RunComparison.of(
        one, other, same ? null : ImageDifference.between(one, other, spark.get()));
  }

  private OpenedRun open(String run) {
    String folder =
        isFolder(run) ? run : new RunFolder(output.orElseThrow(), run, hadoop).root().toString();
    return OpenedRun.in(folder, hadoop);
  }
}
