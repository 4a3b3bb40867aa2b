package io.github.imagefeatures.cdk.step;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The job's own commands, on this machine, as its user starts them. */
final class JobCommand {
  private JobCommand() {}

  /**
   * Validates a run where it was written.
   *
   * @param log takes what the command tells
   */
  static Command validate(DeployedRun run, ClusterSettings settings, Path log)
      throws IOException, InterruptedException {
    String store =
        settings.of("core-site").entrySet().stream()
            .map(each -> "-Dspark.hadoop." + each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(" "));
    return Command.run(
        List.of(
            "../../../job/bin/image-features",
            "validate",
            "--output=" + run.option("output"),
            "--run-id=" + run.option("run-id")),
        Map.of("IMAGE_FEATURES_JAVA_OPTS", "-XX:TieredStopAtLevel=1 " + store),
        log);
  }
}
