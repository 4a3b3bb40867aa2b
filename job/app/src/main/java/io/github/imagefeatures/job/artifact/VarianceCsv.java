package io.github.imagefeatures.job.artifact;

import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.job.folder.Manifest;
import io.github.imagefeatures.job.folder.RecordedOptions;
import io.github.imagefeatures.job.folder.RunFolder;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** {@code variance.csv}: what each component explains. */
public final class VarianceCsv implements Artifact {
  private static final String NAME = "variance.csv";
  private static final double TOLERANCE = 1e-9;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "The table " + NAME;
  }

  @Override
  public boolean isWanted(RecordedOptions options) {
    return !options.featuresOnly();
  }

  @Override
  public void write(RunContext run) {
    run.folder()
        .write(
            run.folder().written(NAME),
            out ->
                run.reduction()
                    .variance()
                    .write(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
  }

  /**
   * Reads that of a finished run.
   *
   * @throws OutputException when it cannot be read or does not hold what its format promises
   */
  static ExplainedVariance read(RunFolder folder) {
    return read(folder.store(), folder.root());
  }

  /**
   * Reads that of a finished run.
   *
   * @param store where the run is
   * @param run its folder
   * @return what each component explains
   * @throws OutputException when it cannot be read or does not hold what its format promises
   */
  public static ExplainedVariance read(FileSystem store, Path run) {
    Path file = new Path(run, NAME);
    try (Reader reader = new InputStreamReader(store.open(file), StandardCharsets.UTF_8)) {
      return ExplainedVariance.read(reader);
    } catch (IOException e) {
      throw RunFolder.cannot("read", file, e);
    }
  }

  @Override
  public void check(Validation run) {
    Manifest.ReductionUsed claimed = run.manifest().reduction();
    ExplainedVariance variance = read(run.folder());
    if (claimed.projectedWith() == null || variance.size() < claimed.components()) {
      // A model of Spark's own knows only of the components that it has kept.
      run.expect("rows of variance.csv", claimed.dimension(), variance.size());
    }
    if (variance.size() < claimed.components()) {
      return;
    }
    double kept = variance.cumulative(claimed.components());
    if (Math.abs(kept - claimed.cumulativeVariance()) > TOLERANCE) {
      run.expect("cumulative variance", claimed.cumulativeVariance(), kept);
    }
    claimed
        .cumulativeByCount()
        .forEach(
            (count, share) -> {
              if (count > variance.size()
                  || Math.abs(variance.cumulative(count) - share) > TOLERANCE) {
                run.fault(
                    String.format(
                        Locale.ROOT, "It is not true that %d components keep %s.", count, share));
              }
            });
    Double target = run.manifest().options().variance();
    if (target != null && kept < target - TOLERANCE) {
      run.fault(
          String.format(
              Locale.ROOT, "The components keep %.6f of the variance, not %s.", kept, target));
    }
  }
}
