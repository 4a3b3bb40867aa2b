package io.github.imagefeatures.job.cli.options;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.job.estimate.Cluster;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether the run is only thought through, and where. */
@Command(optionListHeading = "Beforehand")
public final class DryRunOptions {
  @Option(
      names = "--dry-run",
      negatable = true,
      defaultValue = "false",
      fallbackValue = "true",
      description =
          "Write nothing: say what would be read, and about how long it would take. Weights are not"
              + " looked at.")
  private boolean dryRun;

  @Option(
      names = "--cluster",
      paramLabel = "TYPE:N",
      description =
          "With --dry-run: estimates time and cost on an EMR cluster of N nodes of a type, such as"
              + " m5.xlarge:4, and a primary node.")
  private String cluster;

  public boolean dryRun() {
    return dryRun;
  }

  public Optional<Cluster> cluster(UsageCheck check) {
    check.require(
        cluster == null || dryRun,
        FailureId.CLUSTER_WITHOUT_DRY_RUN,
        "--cluster is used by --dry-run only, and starts nothing: give both, or deploy with"
            + " 'make deploy'.");
    return Optional.ofNullable(cluster)
        .map(
            text ->
                check.checked(FailureId.CLUSTER_MALFORMED, "--cluster", () -> Cluster.of(text)));
  }
}
