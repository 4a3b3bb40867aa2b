package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The cluster: its nodes, what they run first, how long it lives. */
class ClusterTest {
  private static final Synthesized DEFAULTS = Synthesized.of(Map.of());
  private static final JsonNode CLUSTER = DEFAULTS.cluster();
  private static final JsonNode INSTANCES = CLUSTER.path("Instances");

  private static List<String> types(JsonNode fleet) {
    List<String> types = new ArrayList<>();
    fleet
        .path("InstanceTypeConfigs")
        .forEach(
            type -> {
              assertEquals(1, type.path("WeightedCapacity").asInt());
              types.add(type.path("InstanceType").asText());
            });
    return types;
  }

  @Test
  void nodesAreTakenInTheOrderInWhichTheirTypesAreNamed() {
    Synthesized named = Synthesized.of(Map.of("instanceTypes", "m6i.xlarge,m5.xlarge,m6a.xlarge"));
    JsonNode instances = named.cluster().path("Instances");
    for (JsonNode fleet :
        List.of(
            instances.path("MasterInstanceFleet"),
            instances.path("CoreInstanceFleet"),
            instances.path("TaskInstanceFleets").path(0))) {
      assertEquals(List.of("m6i.xlarge", "m5.xlarge", "m6a.xlarge"), types(fleet));
      for (int i = 0; i < 3; i++) {
        // EMR: 0 is the highest priority.
        assertEquals(
            i, fleet.path("InstanceTypeConfigs").path(i).path("Priority").asInt(-1), "" + i);
      }
    }
    assertEquals(
        "prioritized",
        instances
            .path("CoreInstanceFleet")
            .path("LaunchSpecifications")
            .path("OnDemandSpecification")
            .path("AllocationStrategy")
            .asText());
  }

  @Test
  void primaryAndCoreAreOnDemand() {
    for (String fleet : List.of("MasterInstanceFleet", "CoreInstanceFleet")) {
      assertEquals(1, INSTANCES.path(fleet).path("TargetOnDemandCapacity").asInt());
      assertEquals(0, INSTANCES.path(fleet).path("TargetSpotCapacity").asInt());
    }
  }

  @Test
  void tasksAreSpotOfSeveralTypesThatSwitchToOnDemandAfterATimeOut() {
    JsonNode task = INSTANCES.path("TaskInstanceFleets").path(0);
    assertEquals(1, task.path("TargetSpotCapacity").asInt());
    assertEquals(3, types(task).size());
    JsonNode spot = task.path("LaunchSpecifications").path("SpotSpecification");
    assertEquals("capacity-optimized-prioritized", spot.path("AllocationStrategy").asText());
    assertEquals("SWITCH_TO_ON_DEMAND", spot.path("TimeoutAction").asText());
    assertEquals(10, spot.path("TimeoutDurationMinutes").asInt());
  }

  @Test
  void tasksAreOnDemandWhenSpotIsNotWanted() {
    Synthesized onDemand = Synthesized.of(Map.of("spot", "false", "maxTaskUnits", "3"));
    JsonNode task = onDemand.cluster().path("Instances").path("TaskInstanceFleets").path(0);
    assertEquals(3, task.path("TargetOnDemandCapacity").asInt());
  }

  @Test
  void aRunStartsWithAllItsNodesAndNothingScalesThem() {
    for (Map<String, String> settings :
        List.of(
            Map.of("coreUnits", "2", "maxTaskUnits", "10"),
            Map.of("spot", "false", "maxTaskUnits", "10"))) {
      JsonNode cluster = Synthesized.of(settings).cluster();
      JsonNode task = cluster.path("Instances").path("TaskInstanceFleets").path(0);
      assertEquals(
          10,
          task.path("TargetSpotCapacity").asInt() + task.path("TargetOnDemandCapacity").asInt());
      assertTrue(cluster.path("ManagedScalingPolicy").isMissingNode());
    }
  }

  @Test
  void withoutTaskUnitsThereIsNoTaskFleet() {
    JsonNode cluster = Synthesized.of(Map.of("maxTaskUnits", "0")).cluster();
    assertTrue(cluster.path("Instances").path("TaskInstanceFleets").isMissingNode());
  }

  private static List<String> bootstrapArguments(Synthesized synthesized, String name) {
    for (JsonNode action : synthesized.cluster().path("BootstrapActions")) {
      if (action.path("Name").asText().equals(name)) {
        return Synthesized.texts(action.path("ScriptBootstrapAction").path("Args"));
      }
    }
    throw new AssertionError("no bootstrap action " + name);
  }

  @Test
  void warmUpDriverAndExecutorsShareOneFolderOfNatives() {
    Map<String, String> spark = DEFAULTS.classification("spark-defaults");
    String options =
        "-Dorg.bytedeco.javacpp.cachedir=/mnt/image-features/javacpp"
            + " -Dorg.bytedeco.javacpp.cachedir.nosubdir=true";
    assertEquals(options, spark.get("spark.executorEnv.JAVA_TOOL_OPTIONS"));
    assertEquals(options, spark.get("spark.yarn.appMasterEnv.JAVA_TOOL_OPTIONS"));
    List<String> arguments = bootstrapArguments(DEFAULTS, "warm-up");
    assertEquals(DEFAULTS.stepArguments().get(3), arguments.get(0));
    assertEquals("/mnt/image-features/javacpp", arguments.get(1));
    assertEquals("${AWS::Region}", arguments.get(2));
  }

  @Test
  void everyNodeIsCheckedFirstAndWarmedUpLast() {
    List<String> names = new ArrayList<>();
    CLUSTER.path("BootstrapActions").forEach(action -> names.add(action.path("Name").asText()));
    assertEquals(List.of("check-node", "fonts", "unpack-images", "warm-up"), names);
    Synthesized bucket = Synthesized.of(Map.of("images", "s3://theirs/images"));
    assertEquals(3, bucket.cluster().path("BootstrapActions").size());
  }

  @Test
  void everyNodeIsCheckedAgainstTheArchitectureOfTheJar() {
    Synthesized graviton = Synthesized.of(Map.of("instanceTypes", "m6g.xlarge"));
    for (Synthesized each : List.of(DEFAULTS, graviton)) {
      assertEquals(
          List.of(each == graviton ? "linux-arm64" : "linux-x86_64"),
          bootstrapArguments(each, "check-node"));
    }
  }

  @Test
  void localImagesAreUnpackedWhereTheJobLooks() {
    List<String> arguments = bootstrapArguments(DEFAULTS, "unpack-images");
    assertTrue(arguments.get(0).endsWith(".zip"));
    assertTrue(DEFAULTS.stepArguments().contains("--images=file://" + arguments.get(1)));
    assertEquals("${AWS::Region}", arguments.get(2));
  }

  @Test
  void theClusterOutlivesItsStepForCloudFormationToSeeAndEndsWhenIdle() {
    assertTrue(INSTANCES.path("KeepJobFlowAliveWhenNoSteps").asBoolean());
    assertFalse(INSTANCES.path("TerminationProtected").asBoolean(true));
    assertEquals(600, CLUSTER.path("AutoTerminationPolicy").path("IdleTimeout").asInt());
    assertEquals(1, CLUSTER.path("Steps").size());
  }

  @Test
  void aStepThatFailsLeavesTheClusterForCloudFormationToSeeAndTheFunctionToEnd() {
    assertEquals("CONTINUE", CLUSTER.path("Steps").path(0).path("ActionOnFailure").asText());
  }

  @Test
  void theClusterUsesTheFoundationsGroupsSubnetsRoleAndSecurity() {
    for (String name :
        List.of(
            "EmrManagedMasterSecurityGroup",
            "EmrManagedSlaveSecurityGroup",
            "ServiceAccessSecurityGroup")) {
      assertTrue(Synthesized.text(INSTANCES.path(name)).contains("-group}}"), name);
    }
    assertEquals(2, INSTANCES.path("Ec2SubnetIds").size());
    assertTrue(Synthesized.text(CLUSTER.path("ServiceRole")).contains("service-role"));
    assertTrue(
        Synthesized.text(CLUSTER.path("SecurityConfiguration")).contains("security-configuration"));
    assertTrue(
        CLUSTER
            .path("Tags")
            .toString()
            .contains("{\"Key\":\"for-use-with-amazon-emr-managed-policies\",\"Value\":\"true\"}"));
  }

  @Test
  void logsGoToTheFoundationsBucketUnderTheRunsName() {
    assertTrue(
        Synthesized.text(CLUSTER.path("LogUri")).matches("s3://.*/logs-bucket}}/clusters/main/"));
  }

  @Test
  void theReleaseIsTheOneThatIsNamed() {
    assertEquals("emr-7.14.0", CLUSTER.path("ReleaseLabel").asText());
    assertEquals(
        "emr-7.13.0",
        Synthesized.of(Map.of("releaseLabel", "emr-7.13.0"))
            .cluster()
            .path("ReleaseLabel")
            .asText());
  }
}
