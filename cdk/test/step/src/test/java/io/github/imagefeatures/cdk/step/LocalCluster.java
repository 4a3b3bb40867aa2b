package io.github.imagefeatures.cdk.step;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.api.records.NodeLabel;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.nodelabels.RMNodeLabelsManager;

/**
 * HDFS, a ResourceManager, and the NodeManagers of a core and of a task node, in this JVM. As on
 * EMR, core nodes are labelled CORE, and what asks for no label may be there as well.
 */
final class LocalCluster implements AutoCloseable {
  private static final String CORE = "CORE";
  private static final String EVENT_LOGS = "/var/log/spark/apps";

  private final Path work;
  private final MiniDFSCluster hdfs;
  private final MiniYARNCluster yarn;
  private final NodeManager taskNode;

  /**
   * @param work a folder for all that the cluster keeps
   */
  LocalCluster(ClusterSettings settings, Path work) throws IOException {
    this.work = work;
    // The web servers' own log would go to the terminal.
    LogManager.getLogManager().reset();
    Configuration site = new YarnConfiguration();
    for (String classification : List.of("core-site", "yarn-site", "capacity-scheduler")) {
      settings.of(classification).forEach(site::set);
    }
    this.hdfs = startHdfs(site);
    this.yarn = startYarn(site);
    labelCoreNode();
    this.taskNode = startTaskNode();
    writeSite(settings);
  }

  /** What clients of the cluster read: {@code HADOOP_CONF_DIR}. */
  Path site() {
    return work.resolve("hadoop-conf");
  }

  /** Where the containers of the core node leave what they tell. */
  Path coreNodeLogs() {
    return Path.of(
        yarn.getNodeManager(0).getConfig().getTrimmedStrings(YarnConfiguration.NM_LOG_DIRS)[0]);
  }

  /** The same of the task node. */
  Path taskNodeLogs() {
    return work.resolve("task-node/logs");
  }

  /** The properties that an application of Spark's ran with, by its own event log. */
  Map<String, String> sparkProperties(String application) throws IOException {
    // The name ends with the attempt's number.
    org.apache.hadoop.fs.Path log = new org.apache.hadoop.fs.Path(EVENT_LOGS, application + "_1");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(hdfs.getFileSystem().open(log), StandardCharsets.UTF_8))) {
      String update =
          lines
              .lines()
              .filter(line -> line.contains("SparkListenerEnvironmentUpdate"))
              .findFirst()
              .orElseThrow();
      ObjectMapper json = new ObjectMapper();
      return json.convertValue(
          json.readTree(update).get("Spark Properties"), new TypeReference<>() {});
    }
  }

  private MiniDFSCluster startHdfs(Configuration site) throws IOException {
    MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(site, work.resolve("hdfs").toFile()).numDataNodes(1).build();
    cluster.waitActive();
    FileSystem.setDefaultUri(site, cluster.getURI());
    cluster.getFileSystem().mkdirs(new org.apache.hadoop.fs.Path(EVENT_LOGS));
    return cluster;
  }

  private MiniYARNCluster startYarn(Configuration site) {
    // Its folders are in target/ below the folder that this runs in.
    MiniYARNCluster cluster = new MiniYARNCluster("yarn", 1, 1, 1);
    cluster.init(site);
    cluster.start();
    return cluster;
  }

  private void labelCoreNode() throws IOException {
    RMNodeLabelsManager labels = yarn.getResourceManager().getRMContext().getNodeLabelManager();
    labels.addToCluserNodeLabels(List.of(NodeLabel.newInstance(CORE, false)));
    labels.replaceLabelsOnNode(
        Map.of(yarn.getNodeManager(0).getNMContext().getNodeId(), Set.of(CORE)));
  }

  private NodeManager startTaskNode() {
    Configuration site = new YarnConfiguration(yarn.getConfig());
    String host = MiniYARNCluster.getHostname();
    site.set(YarnConfiguration.NM_ADDRESS, host + ":0");
    site.set(YarnConfiguration.NM_LOCALIZER_ADDRESS, host + ":0");
    site.set(YarnConfiguration.NM_COLLECTOR_SERVICE_ADDRESS, host + ":0");
    site.set(YarnConfiguration.NM_WEBAPP_ADDRESS, host + ":0");
    site.set(YarnConfiguration.NM_LOCAL_DIRS, work.resolve("task-node/local").toString());
    site.set(YarnConfiguration.NM_LOG_DIRS, taskNodeLogs().toString());
    site.unset(YarnConfiguration.NM_AUX_SERVICES);
    NodeManager node = new NodeManager();
    node.init(site);
    node.start();
    return node;
  }

  private void writeSite(ClusterSettings settings) throws IOException {
    Map<String, String> core = settings.of("core-site");
    core.put(FileSystem.FS_DEFAULT_NAME_KEY, hdfs.getURI().toString());
    Map<String, String> site = settings.of("yarn-site");
    site.putAll(yarn.getConfig().getValByRegex("^yarn[.]resourcemanager[.].*address$"));
    write("core-site.xml", core);
    write("yarn-site.xml", site);
  }

  private void write(String file, Map<String, String> properties) throws IOException {
    Configuration site = new Configuration(false);
    properties.forEach(site::set);
    Files.createDirectories(site());
    try (OutputStream out = Files.newOutputStream(site().resolve(file))) {
      site.writeXml(out);
    }
  }

  @Override
  public void close() {
    taskNode.stop();
    yarn.stop();
    hdfs.shutdown();
  }
}
