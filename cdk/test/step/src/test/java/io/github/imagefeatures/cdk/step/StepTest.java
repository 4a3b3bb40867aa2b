package io.github.imagefeatures.cdk.step;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.cdk.step.DeployedRun.BootstrapAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Three runs and a probe that {@code step-for-real.sh} deployed into an emulator, done on this
 * machine as EMR does them: bootstrap actions, then the steps, one with good weights, an
 * incremental one after images were added, beside it the good one once more with broken weights and
 * with a bug planted in its driver, the probe, and one with a network from an ONNX file.
 */
@ExtendWith(PassedChecks.class)
class StepTest {
  private static final String DRIVER = "_01_000001";
  private static final String NATIVES = "/mnt/image-features/javacpp";
  private static final String IMAGES = "/mnt/image-features/images";
  private static final String MAGIC = "MagicS3GuardCommitter";
  private static final int MODEL_FAILURE = 5;
  private static final String CUT_SHORT = "The weights file cannot be read as HDF5: ";

  private static final Path WORK = Path.of(System.getProperty("step.work"));
  private static DeployedRun good;
  private static DeployedRun more;
  private static DeployedRun broken;
  private static ClusterSettings settings;
  private static Bucket bucket;
  private static LocalCluster cluster;
  private static Path natives;
  private static List<String> nativesAfterBootstrap;
  private static List<String> nativesAfterSteps;
  private static JsonNode newestAfterFailures;
  private static SubmittedStep goodStep;
  private static SubmittedStep moreStep;
  private static SubmittedStep brokenStep;
  private static DeployedRun buggy;
  private static SubmittedStep buggyStep;
  private static DeployedRun probe;
  private static SubmittedStep probeStep;
  private static DeployedRun network;
  private static SubmittedStep networkStep;
  private static long imagesBefore;
  private static long imagesAdded;

  @BeforeAll
  static void runTheSteps() throws Exception {
    good = DeployedRun.read(WORK.resolve("good.json"));
    more = DeployedRun.read(WORK.resolve("more.json"));
    broken = good.as("broken", "model", "s3://networks/broken.h5");
    // As many images as show that it works: the rate of a machine that does all at once is none.
    network = DeployedRun.read(WORK.resolve("network.json"));
    probe = DeployedRun.read(WORK.resolve("probe.json")).with("--images-per-core=8");
    Path spark = WORK.resolve("spark");
    settings = new ClusterSettings(good, Machine.variables(WORK, spark));
    bucket = new Bucket(settings);
    bootstrap();
    cluster = new LocalCluster(settings, WORK);
    SparkInstallation installation =
        new SparkInstallation(
            spark,
            Path.of(System.getProperty("step.spark")),
            Path.of("target/beside-spark"),
            settings.of("spark-defaults"));
    goodStep = run(good, installation, "good");
    addImages();
    buggy = good.withABugInItsDriver(WORK.resolve("planted"));
    // Those that fail need little of the cluster, and most of their time is their start.
    ExecutorService beside = Executors.newSingleThreadExecutor();
    Future<?> failing =
        beside.submit(
            () -> {
              brokenStep = run(broken, installation, "broken");
              buggyStep = run(buggy, installation, "planted");
              return null;
            });
    beside.shutdown();
    moreStep = run(more, installation, "more");
    failing.get();
    probeStep = run(probe, installation, "probe");
    nativesAfterSteps = BootstrappedNode.state(natives);
    newestAfterFailures = bucket.json(good.option("output") + "/latest.json");
    networkStep = run(network, installation, "network");
  }

  private static SubmittedStep run(DeployedRun run, SparkInstallation spark, String name)
      throws Exception {
    return SubmittedStep.run(run, spark, cluster, settings, WORK.resolve(name + ".log"));
  }

  private static void bootstrap() throws Exception {
    BootstrappedNode node =
        new BootstrappedNode(WORK, Path.of(System.getProperty("step.tools")), settings);
    for (BootstrapAction action : good.bootstrapActions()) {
      node.run(action).succeeded();
    }
    natives = Path.of(settings.onThisMachine(NATIVES));
    nativesAfterBootstrap = BootstrappedNode.state(natives);
  }

  /** A folder more, with copies of the images of another. */
  private static void addImages() throws Exception {
    Path images = Path.of(settings.onThisMachine(IMAGES));
    imagesBefore = count(images);
    Path copied;
    try (Stream<Path> all = Files.list(images)) {
      copied = all.filter(Files::isDirectory).sorted().findFirst().orElseThrow();
    }
    Path added = Files.createDirectory(images.resolve("added"));
    try (Stream<Path> all = Files.list(copied)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Files.copy(each, added.resolve(each.getFileName()));
      }
    }
    imagesAdded = count(added);
  }

  private static long count(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void theStepOfTheTemplateEndsWithSuccess() {
    assertEquals(0, goodStep.command().exitCode(), goodStep::told);
  }

  @Test
  void theRunFolderIsWhatItsManifestClaims() throws Exception {
    Command validated = JobCommand.validate(good, settings, WORK.resolve("validate.log"));
    assertEquals(0, validated.exitCode(), validated::output);
    assertTrue(validated.output().contains(good.option("run-id")), validated::output);
  }

  @Test
  void theManifestNamesTheJarTheWeightsAndTheImagesThatWereDeployed() throws Exception {
    JsonNode manifest = bucket.json(good.runFolder() + "/manifest.json");
    assertAll(
        () -> assertEquals(good.option("run-id"), manifest.get("run_id").asText()),
        () -> assertEquals(bucket.sha256(good.jar()), manifest.at("/versions/jar_sha256").asText()),
        () ->
            assertEquals(
                bucket.sha256(good.option("model")), manifest.at("/weights/sha256").asText()),
        () -> assertTrue(manifest.at("/weights/trained").asBoolean()),
        () -> assertEquals("3.5.6", manifest.at("/versions/spark").asText()),
        () -> assertEquals("3.4.2", manifest.at("/versions/hadoop").asText()),
        () -> assertNotEquals(0, imagesBefore),
        () -> assertEquals(imagesBefore, manifest.at("/counts/featurized").asLong()),
        () -> assertEquals(0, manifest.at("/counts/reused").asLong()));
  }

  @Test
  void anIncrementalRunComputesOnlyWhatIsNew() throws Exception {
    assertEquals(0, moreStep.command().exitCode(), moreStep::told);
    JsonNode counts = bucket.json(more.runFolder() + "/manifest.json").get("counts");
    assertAll(
        () -> assertNotEquals(0, imagesAdded),
        () -> assertEquals(imagesBefore + imagesAdded, counts.get("featurized").asLong()),
        () -> assertEquals(imagesBefore, counts.get("reused").asLong()),
        () -> assertEquals(good.option("run-id"), counts.get("reused_from").asText()));
  }

  @Test
  void aRunWithAnEarlierFitIsProjectedWithIt() throws Exception {
    JsonNode manifest = bucket.json(more.runFolder() + "/manifest.json");
    JsonNode fit = manifest.at("/reduction/projected_with");
    assertAll(
        () -> assertEquals(good.option("run-id"), fit.get("run").asText()),
        () -> assertTrue(fit.get("model").asText().startsWith("s3"), fit::toString),
        () -> assertFalse(manifest.get("seconds").has("fitting")));
  }

  @Test
  void theOptionsOfADeploymentReachTheRun() throws Exception {
    JsonNode options = bucket.json(more.runFolder() + "/manifest.json").get("options");
    assertAll(
        () -> assertEquals(7, options.get("thumbnails").asInt(), options::toString),
        () -> assertEquals("tensorflow", options.get("engine").asText(), options::toString),
        () -> assertTrue(bucket.has(more.runFolder() + "/thumbnails")),
        () -> assertFalse(bucket.has(more.runFolder() + "/pca.tsv")),
        () -> assertTrue(bucket.has(good.runFolder() + "/pca.tsv")));
  }

  @Test
  void aNetworkFromAnOnnxFileRunsOnTheClusterAsItsPreprocessingSays() throws Exception {
    assertEquals(0, networkStep.command().exitCode(), networkStep::told);
    JsonNode manifest = bucket.json(network.runFolder() + "/manifest.json");
    assertAll(
        () -> assertTrue(manifest.get("network").asText().startsWith("onnx_")),
        () -> assertEquals(2048, manifest.at("/reduction/dimension").asInt()),
        () -> assertEquals(5, manifest.at("/reduction/components").asInt()),
        () -> assertEquals(256, manifest.at("/preprocessing/shortest_edge").asInt()),
        () ->
            assertEquals(
                bucket.sha256(network.option("network")), manifest.at("/weights/sha256").asText()),
        () -> assertTrue(Files.exists(natives.resolve("libonnxruntime.so"))));
  }

  @Test
  void aBrowserShowsThePageAndItsPlotsInsteadOfSavingThem() throws Exception {
    String plots = good.runFolder() + "/plots/";
    assertEquals("text/html; charset=utf-8", bucket.contentType(good.runFolder() + "/report.html"));
    assertEquals("image/png", bucket.contentType(plots + "components.png"));
    assertEquals("image/png", bucket.contentType(plots + "explained-variance.png"));
  }

  @Test
  void nothingIsUnpackedTwice() throws Exception {
    assertEquals(nativesAfterBootstrap, nativesAfterSteps);
    assertLoaded("libjniopenblas.so", goodStep.onCoreNode());
    assertLoaded("libjnitensorflow.so", moreStep.onCoreNode());
  }

  private static void assertLoaded(String library, Map<String, String> containers) {
    assertTrue(containers.size() >= 2, "driver and executors: " + containers.keySet());
    String loading = "Loading " + natives + "/" + library;
    assertTrue(containers.values().stream().anyMatch(told -> told.contains(loading)), library);
    containers.forEach(
        (name, told) ->
            assertFalse(told.contains("Extracting "), () -> name + " unpacked: " + told));
  }

  @Test
  void theDriverRunsOnTheCoreNodeWithTheTemplatesSettings() throws Exception {
    assertFalse(goodStep.driver().isEmpty());
    assertEquals(Map.of(), goodStep.onTaskNode());
    Map<String, String> used = cluster.sparkProperties(goodStep.application());
    Map<String, String> expected = settings.of("spark-defaults");
    good.configurations()
        .get("spark-defaults")
        .keySet()
        .forEach(name -> assertEquals(expected.get(name), used.get(name), name));
  }

  @Test
  void executorsRegisterWithAShuffleServiceThatAuthenticates() throws Exception {
    String told = Files.readString(WORK.resolve("yarn.log"));
    assertTrue(told.contains("Authentication is enabled"));
    assertTrue(told.contains("AppExecId[appId=" + goodStep.application() + ",execId="));
  }

  @Test
  void everyContainerStaysWithinItsMemory() throws Exception {
    Map<String, MemoryUse> peaks = MemoryUse.peaks(WORK.resolve("yarn.log"));
    goodStep
        .onCoreNode()
        .keySet()
        .forEach(
            container -> {
              MemoryUse peak = peaks.get(container);
              assertNotNull(peak, () -> "nobody looked at " + container);
              assertTrue(peak.usedMib() < peak.limitMib(), () -> container + " used " + peak);
            });
  }

  @Test
  void featuresAreCommittedWithoutRenames() {
    assertTrue(goodStep.driver().contains(MAGIC), goodStep::told);
  }

  @Test
  void brokenWeightsEndTheStepWithTheJobsSentence() throws Exception {
    assertNotEquals(0, brokenStep.command().exitCode());
    JsonNode failure = bucket.json(broken.runFolder() + "/failure.json");
    assertAll(
        () -> assertEquals(MODEL_FAILURE, failure.get("exit_code").asInt()),
        () -> assertTrue(failure.get("sentence").asText().contains(CUT_SHORT)),
        () -> assertTrue(brokenStep.command().output().contains(failure.get("sentence").asText())),
        () -> assertFalse(bucket.has(broken.runFolder() + "/manifest.json")));
  }

  @Test
  void aBugInTheDriverLeavesItsStackTrace() throws Exception {
    String thrown =
        """
        java.lang.NullPointerException: planted at planted://host/images
        \tat %s.getFileStatus(NullPointerFileSystem.java:"""
            .formatted(NullPointerFileSystem.class.getName());
    String caller = "\n\tat io.github.imagefeatures.listing.ImageLister.";
    JsonNode failure = bucket.json(buggy.runFolder() + "/failure.json");
    String trace = failure.get("trace").asText();
    assertAll(
        () -> assertNotEquals(0, buggyStep.command().exitCode()),
        () -> assertEquals(1, failure.get("exit_code").asInt()),
        () -> assertEquals("IF-RUN-01", failure.get("id").asText()),
        () -> assertTrue(trace.startsWith(thrown) && trace.contains(caller), trace),
        () -> assertTrue(buggyStep.driver().contains("\n" + thrown), buggyStep::told),
        () -> assertTrue(buggyStep.driver().contains("Caused by: " + thrown), buggyStep::told),
        () -> assertTrue(buggyStep.driver().contains(caller), buggyStep::told),
        () -> assertTrue(buggyStep.command().output().contains(thrown), buggyStep::told));
  }

  @Test
  void aFailureBeforeTheFirstSparkStageReachesTheWaitHandleWithItsSentence() throws Exception {
    Map<String, JsonNode> signals =
        OutcomeFunction.signals(WORK.resolve("outcome.log"), broken, buggy);
    for (DeployedRun failed : List.of(broken, buggy)) {
      JsonNode failure = bucket.json(failed.runFolder() + "/failure.json");
      JsonNode signal = signals.get(failed.runFolder());
      assertEquals("FAILURE", signal.get("Status").asText());
      String reason = signal.get("Reason").asText();
      assertTrue(
          reason.startsWith(
              "%s [%s] (exit code %s, while %s) Log: s3://"
                  .formatted(
                      failure.get("sentence").asText(),
                      failure.get("id").asText(),
                      failure.get("exit_code"),
                      failure.get("stage").asText())),
          reason);
    }
  }

  @Test
  void theProbeAnswersWhatTheClusterIs() throws Exception {
    assertEquals(0, probeStep.command().exitCode(), probeStep::told);
    Map<String, JsonNode> checks = new TreeMap<>();
    bucket
        .json(probe.runFolder() + "/probe.json")
        .get("checks")
        .forEach(check -> checks.put(check.get("name").asText(), check));
    assertAll(
        () -> assertEquals(11, checks.size(), checks::toString),
        () -> assertTrue(checks.get("versions").toString().contains("3.4.2"), checks::toString),
        () -> assertEquals("internals", checks.get("spark-internals").at("/details/way").asText()),
        () ->
            assertTrue(
                checks.get("commit").at("/details/committers").toString().contains(MAGIC),
                checks::toString),
        () ->
            assertEquals(
                "one copy a node", checks.get("natives").get("figure").asText(), checks::toString),
        () ->
            assertTrue(
                checks.get("natives").get("sentence").asText().contains(natives.toString()),
                checks::toString),
        () -> assertEquals("ok", checks.get("images").get("outcome").asText(), checks::toString),
        () -> assertTrue(probeStep.driver().contains("\nCHECK            OUTCOME ")),
        () -> assertFalse(bucket.has(probe.runFolder() + "/_probe")));
  }

  @Test
  void theProbeSeesWhichNodesExecutorsGot() throws Exception {
    JsonNode report = bucket.json(probe.runFolder() + "/probe.json");
    for (JsonNode check : report.get("checks")) {
      if (check.get("name").asText().equals("executors")) {
        for (JsonNode node : check.at("/details/nodes")) {
          boolean isCore = node.get("labels").toString().equals("[\"CORE\"]");
          assertEquals(isCore, !node.get("executors").isEmpty(), check::toString);
        }
        assertEquals(2, check.at("/details/nodes").size(), check::toString);
        assertEquals("ok", check.get("outcome").asText(), check::toString);
      }
    }
  }

  @Test
  void stagesShardsAndTasksAreInTheContainersLogs() {
    String driver = goodStep.driver();
    assertTrue(driver.contains(" INFO StageClock: Stage featurizing: "), driver);
    assertTrue(driver.contains(" INFO ShardedFeaturizing: Shard 0: "), driver);
    assertTrue(
        goodStep.onCoreNode().values().stream()
            .anyMatch(told -> told.contains(" INFO FeaturizeTask: Task ")),
        goodStep::told);
  }

  @Test
  void aFailedDriverIsNotStartedAgain() {
    assertTrue(brokenStep.onCoreNode().keySet().stream().noneMatch(each -> each.contains("_02_")));
  }

  @Test
  void aFailedRunLeavesTheNewestCompleteOneAsItWas() {
    assertEquals(more.option("run-id"), newestAfterFailures.get("run_id").asText());
  }
}
