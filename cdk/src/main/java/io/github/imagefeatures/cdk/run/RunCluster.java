package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.EmrTag;
import io.github.imagefeatures.cdk.Names;
import io.github.imagefeatures.cdk.PipelineSettings;
import io.github.imagefeatures.cdk.RunSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnTag;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.emr.CfnCluster;
import software.amazon.awscdk.services.emr.CfnCluster.ApplicationProperty;
import software.amazon.awscdk.services.emr.CfnCluster.AutoTerminationPolicyProperty;
import software.amazon.awscdk.services.emr.CfnCluster.JobFlowInstancesConfigProperty;
import software.amazon.awscdk.services.emr.CfnClusterProps;
import software.amazon.jsii.JsiiSerializable;
import software.constructs.Construct;

/**
 * The cluster with its one step. It stays when the step has ended, well or badly, because
 * CloudFormation looks for a cluster that is running or waiting and takes one that has ended sooner
 * for a failure; the outcome function ends it, and if that fails, idleness does.
 */
final class RunCluster {
  private static final int IDLE_SECONDS = 600;

  private final PipelineSettings settings;
  private final RunAssets assets;
  private final FoundationValues foundation;
  private final String nodeProfile;
  private final JobStep step;

  RunCluster(
      PipelineSettings settings,
      RunAssets assets,
      FoundationValues foundation,
      String nodeProfile,
      JobStep step) {
    this.settings = settings;
    this.assets = assets;
    this.foundation = foundation;
    this.nodeProfile = nodeProfile;
    this.step = step;
  }

  /** A name for all that makes the run, {@link Fingerprint}. */
  String fingerprint(Stack stack) {
    Map<String, Object> beside = new TreeMap<>();
    beside.put("arguments", step.argumentsWithoutId());
    beside.put("again", settings.run().again());
    beside.put("timeoutHours", settings.run().timeoutHours());
    beside.put("wait", settings.run().waits());
    // What the foundation makes of these reaches the cluster by names known only when deployed.
    beside.put("encryptLocalDisks", settings.kept().encryptLocalDisks());
    beside.put("tlsCertificates", settings.kept().tlsCertificates().orElse(""));
    beside.put("permissionsBoundary", settings.kept().permissionsBoundary().orElse(""));
    beside.put("tags", settings.kept().tags());
    return Fingerprint.of(stack, (JsiiSerializable) properties().build(), beside);
  }

  /**
   * @param fingerprint ends the cluster's name and logical id, so that no update ever touches a
   *     cluster that has ended
   */
  CfnCluster create(Construct scope, String fingerprint, String runId) {
    CfnCluster cluster =
        new CfnCluster(scope, "Cluster", properties().steps(List.of(step.withId(runId))).build());
    cluster.setName(Names.runStack(settings.run().name()) + "-" + fingerprint);
    cluster.overrideLogicalId("Cluster" + fingerprint);
    return cluster;
  }

  private CfnClusterProps.Builder properties() {
    RunSettings run = settings.run();
    return CfnClusterProps.builder()
        .name(Names.runStack(run.name()))
        .releaseLabel(run.releaseLabel())
        .applications(List.of(ApplicationProperty.builder().name("Spark").build()))
        .serviceRole(foundation.serviceRole())
        .jobFlowRole(nodeProfile)
        .securityConfiguration(foundation.securityConfiguration())
        .logUri(logUri())
        .bootstrapActions(BootstrapActions.of(assets, run.instanceTypes().nativePlatform()))
        .configurations(new SparkConfiguration(run, settings.kept()).classifications())
        .instances(instances())
        .scaleDownBehavior("TERMINATE_AT_TASK_COMPLETION")
        .autoTerminationPolicy(
            AutoTerminationPolicyProperty.builder().idleTimeout(IDLE_SECONDS).build())
        .stepConcurrencyLevel(1)
        .visibleToAllUsers(true)
        .tags(List.of(CfnTag.builder().key(EmrTag.KEY).value(EmrTag.VALUE).build()));
  }

  /** Where the cluster's logs go. */
  String logUri() {
    return Fn.join(
        "", List.of("s3://", foundation.logsBucket(), "/", NodeRole.logs(settings.run()), "/"));
  }

  private JobFlowInstancesConfigProperty instances() {
    InstanceFleets fleets = new InstanceFleets(settings.run());
    JobFlowInstancesConfigProperty.Builder instances =
        JobFlowInstancesConfigProperty.builder()
            .masterInstanceFleet(fleets.primary())
            .coreInstanceFleet(fleets.core());
    fleets.task().ifPresent(task -> instances.taskInstanceFleets(List.of(task)));
    return instances
        .ec2SubnetIds(foundation.subnets())
        .emrManagedMasterSecurityGroup(foundation.primaryGroup())
        .emrManagedSlaveSecurityGroup(foundation.coreGroup())
        .serviceAccessSecurityGroup(foundation.serviceGroup())
        .keepJobFlowAliveWhenNoSteps(true)
        .terminationProtected(false)
        .build();
  }
}
