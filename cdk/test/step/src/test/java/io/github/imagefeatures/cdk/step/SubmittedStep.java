package io.github.imagefeatures.cdk.step;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A step that has ended.
 *
 * @param command {@code spark-submit}, which waits for the driver
 * @param application YARN's name of it, {@code application_...}
 * @param onCoreNode container to what it told
 * @param onTaskNode container to what it told
 */
record SubmittedStep(
    Command command,
    String application,
    Map<String, String> onCoreNode,
    Map<String, String> onTaskNode) {
  private static final String DRIVER = "_01_000001";
  private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");

  /**
   * Runs a run's step as EMR does.
   *
   * @param log takes what {@code spark-submit} tells
   */
  static SubmittedStep run(
      DeployedRun run,
      SparkInstallation spark,
      LocalCluster cluster,
      ClusterSettings settings,
      Path log)
      throws IOException, InterruptedException {
    List<String> arguments = run.arguments().stream().map(settings::onThisMachine).toList();
    Command command = spark.run(arguments, cluster.site(), log);
    Matcher application = APPLICATION.matcher(command.output());
    if (!application.find()) {
      throw new IOException("YARN did not take the step: " + command.output());
    }
    String id = application.group();
    return new SubmittedStep(
        command,
        id,
        ContainerLogs.of(cluster.coreNodeLogs(), id),
        ContainerLogs.of(cluster.taskNodeLogs(), id));
  }

  /** What the driver told; empty when it was not on the core node. */
  String driver() {
    return onCoreNode.entrySet().stream()
        .filter(each -> each.getKey().endsWith(DRIVER))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** What to read when it failed. */
  String told() {
    return command.output() + driver();
  }
}
