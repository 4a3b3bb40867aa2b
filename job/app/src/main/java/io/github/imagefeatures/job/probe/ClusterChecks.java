package io.github.imagefeatures.job.probe;

import io.github.imagefeatures.job.versions.Versions;
import io.github.imagefeatures.table.SparkInternals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** What software and which machines there are, and how they are used. */
final class ClusterChecks {
  /** How long executors are waited for that Spark asks for at its start. */
  private static final int MOST_SECONDS = 60;

  /** As long as this a task holds its core, so that all the others get tasks, too. */
  private static final int HOLD_MILLIS = 500;

  private static final String LABEL = "spark.yarn.executor.nodeLabelExpression";

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final List<ProcessFacts> executors = new ArrayList<>();
  private final List<ProcessFacts> all = new ArrayList<>();

  ClusterChecks(SparkSession spark) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** The executors; none before {@link #executors(String)}. */
  List<ProcessFacts> executors() {
    return Collections.unmodifiableList(executors);
  }

  /** Tasks that run at once. */
  int slots() {
    return Math.max(1, context.defaultParallelism());
  }

  /** Which versions there are; the first check, so that it says where the others were made. */
  Check versions(String name) throws IOException {
    ProcessFacts driver = ProcessFacts.here("driver");
    all.add(0, driver);
    Map<String, Object> details = new LinkedHashMap<>(Versions.withoutLoading());
    details.put("glibc", driver.glibc());
    details.put("processor", driver.processor());
    details.put("processor_flags", driver.processorFlags());
    details.put("node_type", driver.nodeType());
    return Check.ok(
        name,
        "Spark %s, Hadoop %s, Java %s, glibc %s"
            .formatted(
                details.get("spark"), details.get("hadoop"), driver.java(), shown(driver.glibc())),
        "The driver computes on %s with %s%s."
            .formatted(
                driver.processor().model(),
                driver.processor().instructionSet(),
                driver.processor().onednn() ? " and oneDNN" : ", without oneDNN"),
        details);
  }

  /** Which way tables go; what does not work has been told as a warning. */
  Check internals(String name, List<String> warnings) {
    SparkInternals.askExecutors(spark, warnings::add);
    boolean used = SparkInternals.areUsed(spark);
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("way", used ? "internals" : "public");
    details.put("warnings", List.copyOf(warnings));
    return Check.ok(
        name,
        used ? "internals" : "public interface",
        used
            ? "What is used of Spark's and Parquet's internals works on the driver and on every executor."
            : warnings.isEmpty()
                ? "Tables go through Spark's public interface, as --spark-internals asks."
                : warnings.get(0),
        details);
  }

  /** Who the executors are, and whether each node has one. */
  Check executors(String name) throws IOException, YarnException, InterruptedException {
    waitForExecutors();
    int slots = slots();
    List<ProcessFacts> seen =
        context.parallelize(Collections.nCopies(slots, 0), slots).map(task -> hold()).collect();
    executors.addAll(distinct(seen, ProcessFacts::executor));
    all.addAll(executors);
    List<NodeReport> nodes = yarnNodes();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("driver", all.get(0));
    details.put("executors", executors);
    details.put("nodes", nodes.stream().map(node -> described(node, executors)).toList());
    details.put("task_slots", slots);
    String figure =
        String.format(
            Locale.ROOT,
            "%d executors on %d nodes, %d task slots",
            executors.size(),
            distinct(executors, ProcessFacts::node).size(),
            slots);
    Set<String> idle = idle(nodes, executors);
    return idle.isEmpty()
        ? Check.ok(
            name,
            figure,
            "Every node that may have one has an executor: %s."
                .formatted(whichNodes(executors, nodes)),
            details)
        : Check.failed(
            name,
            figure,
            "The nodes %s have no executor, so that they cost money and compute nothing: where they are core nodes, set spot to false."
                .formatted(String.join(", ", idle)),
            details);
  }

  /** Whether all processes of a node share one copy of the native libraries. */
  Check natives(String name) {
    if (all.isEmpty()) {
      return Check.notVisible(name, "No process could load them: see what failed above.");
    }
    if (all.stream().allMatch(process -> process.natives().isEmpty())) {
      return Check.notVisible(
          name, "This system does not tell which libraries a process has loaded.");
    }
    Map<String, Set<String>> folders = new TreeMap<>();
    Map<String, Set<Long>> copies = new TreeMap<>();
    for (ProcessFacts process : all) {
      for (ProcessFacts.NativeFile file : process.natives()) {
        int slash = file.path().lastIndexOf('/');
        folders
            .computeIfAbsent(process.host(), host -> new TreeSet<>())
            .add(file.path().substring(0, slash));
        copies
            .computeIfAbsent(process.host() + file.path().substring(slash), key -> new TreeSet<>())
            .add(file.inode());
      }
    }
    boolean once = copies.values().stream().allMatch(inodes -> inodes.size() == 1);
    String figure = once ? "one copy a node" : "several copies on a node";
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("folders", folders);
    return once
        ? Check.ok(
            name,
            figure,
            "All processes of a node share the native libraries in %s.".formatted(folders),
            details)
        : Check.failed(
            name,
            figure,
            "Processes of one node have loaded copies of their own of the native libraries, from %s: look why the bootstrap action warm-up did not unpack them once."
                .formatted(folders),
            details);
  }

  private void waitForExecutors() throws InterruptedException {
    SparkConf conf = context.getConf();
    int wanted =
        spark.sparkContext().isLocal()
            ? 0
            : conf.getInt(
                "spark.dynamicAllocation.initialExecutors",
                conf.getInt("spark.executor.instances", 1));
    // The driver is among those that Spark counts.
    for (int waited = 0;
        waited < MOST_SECONDS
            && spark.sparkContext().statusTracker().getExecutorInfos().length - 1 < wanted;
        waited++) {
      Thread.sleep(1000);
    }
  }

  private static ProcessFacts hold() throws IOException, InterruptedException {
    ProcessFacts facts = ProcessFacts.here(SparkEnv.get().executorId());
    Thread.sleep(HOLD_MILLIS);
    return facts;
  }

  private List<NodeReport> yarnNodes() throws IOException, YarnException {
    if (!context.master().equals("yarn")) {
      return List.of();
    }
    try (YarnClient yarn = YarnClient.createYarnClient()) {
      yarn.init(new YarnConfiguration(context.hadoopConfiguration()));
      yarn.start();
      return yarn.getNodeReports(NodeState.RUNNING);
    }
  }

  private static Map<String, Object> described(NodeReport node, List<ProcessFacts> executors) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("node", node.getNodeId().toString());
    described.put("labels", labels(node));
    described.put("memory_mib", node.getCapability().getMemorySize());
    described.put(
        "executors",
        executors.stream().filter(each -> isOn(each, node)).map(ProcessFacts::executor).toList());
    return described;
  }

  /** Nodes without an executor among those that executors may be on. */
  private Set<String> idle(List<NodeReport> nodes, List<ProcessFacts> executors) {
    String wanted = context.getConf().get(LABEL, "");
    return nodes.stream()
        .filter(node -> wanted.isEmpty() || labels(node).contains(wanted))
        .filter(node -> executors.stream().noneMatch(each -> isOn(each, node)))
        .map(node -> node.getNodeId() + shown(labels(node)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOn(ProcessFacts executor, NodeReport node) {
    return executor.node().equals(node.getNodeId().toString());
  }

  private static Set<String> labels(NodeReport node) {
    return node.getNodeLabels() == null ? Set.of() : new TreeSet<>(node.getNodeLabels());
  }

  private static String shown(Set<String> labels) {
    return labels.isEmpty() ? "" : " (" + String.join(", ", labels) + ")";
  }

  private static String whichNodes(List<ProcessFacts> executors, List<NodeReport> nodes) {
    return distinct(executors, ProcessFacts::node).stream()
        .map(executor -> executor.node() + seen(executor, nodes))
        .collect(Collectors.joining(", "));
  }

  /** What is visible of a node: type, role, market, YARN's labels. */
  private static String seen(ProcessFacts executor, List<NodeReport> nodes) {
    Set<String> seen =
        new LinkedHashSet<>(List.of(executor.nodeType(), executor.role(), executor.market()));
    nodes.stream().filter(node -> isOn(executor, node)).forEach(node -> seen.addAll(labels(node)));
    seen.remove("");
    return shown(seen);
  }

  private static <T> List<T> distinct(List<T> all, Function<T, String> key) {
    Map<String, T> byKey = new TreeMap<>();
    all.forEach(each -> byKey.putIfAbsent(key.apply(each), each));
    return List.copyOf(byKey.values());
  }

  private static String shown(String text) {
    return text.isEmpty() ? "not visible" : text;
  }
}
