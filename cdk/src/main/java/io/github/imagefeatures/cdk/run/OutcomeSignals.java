package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.OrderedMap;
import io.github.imagefeatures.cdk.RunSettings;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.CfnWaitCondition;
import software.amazon.awscdk.CfnWaitConditionHandle;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.emr.CfnCluster;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.constructs.Construct;

/**
 * What makes the outcome function look, and what waits for its word. EMR's events are best effort,
 * so a sweep looks as well. All of them carry the fingerprint: a handle that was signalled once
 * would tell the next run the old outcome.
 */
final class OutcomeSignals extends Construct {
  private static final String SWEEP_RATE = "rate(5 minutes)";

  private final String fingerprint;
  private final Stack stack;

  OutcomeSignals(Construct scope, String fingerprint) {
    super(scope, "Signals");
    this.fingerprint = fingerprint;
    this.stack = Stack.of(this);
  }

  /** Where the outcome is to be told. */
  CfnWaitConditionHandle handle() {
    return named("Handle", new CfnWaitConditionHandle(this, "Handle"));
  }

  /** Calls the function whenever the cluster or its step has changed, and every few minutes. */
  List<CfnResource> callers(Function function, CfnCluster cluster, String sweepName) {
    List<CfnResource> callers = new ArrayList<>();
    CfnRule rule = rule(function, cluster);
    callers.add(rule);
    callers.add(permission(function, rule));
    callers.add(sweep(function, sweepName, cluster));
    return callers;
  }

  /** Holds the stack until the handle is signalled or the time is over. */
  void waitFor(
      CfnWaitConditionHandle handle,
      RunSettings settings,
      CfnCluster cluster,
      List<CfnResource> callers) {
    CfnWaitCondition wait =
        CfnWaitCondition.Builder.create(this, "Wait")
            .handle(handle.getRef())
            .count(1)
            .timeout(Integer.toString(settings.timeoutHours() * 3600))
            .build();
    named("Wait", wait);
    wait.addResourceDependency(cluster);
    callers.forEach(wait::addResourceDependency);
  }

  private CfnRule rule(Function function, CfnCluster cluster) {
    return named(
        "Rule",
        CfnRule.Builder.create(this, "Rule")
            .description("A run's cluster or step has changed")
            .state("ENABLED")
            .eventPattern(
                OrderedMap.of(
                    "source", List.of("aws.emr"),
                    "detail-type", List.of("EMR Step Status Change", "EMR Cluster State Change"),
                    "detail",
                        OrderedMap.of(
                            "clusterId", List.of(cluster.getRef()),
                            "state",
                                List.of(
                                    "COMPLETED",
                                    "FAILED",
                                    "CANCELLED",
                                    "TERMINATED",
                                    "TERMINATED_WITH_ERRORS"))))
            .targets(
                List.of(
                    CfnRule.TargetProperty.builder()
                        .id("outcome")
                        .arn(function.getFunctionArn())
                        .build()))
            .build());
  }

  private CfnPermission permission(Function function, CfnRule rule) {
    return named(
        "Permission",
        CfnPermission.Builder.create(this, "Permission")
            .action("lambda:InvokeFunction")
            .functionName(function.getFunctionName())
            .principal("events.amazonaws.com")
            .sourceArn(rule.getAttrArn())
            .build());
  }

  /**
   * Made after the cluster. It cannot carry an end: a date in the template would differ in every
   * synth, so that nothing would ever be unchanged. The function deletes it when the end is told.
   */
  private CfnSchedule sweep(Function function, String name, CfnCluster cluster) {
    Role role = sweepRole(function);
    CfnSchedule sweep =
        named(
            "Sweep",
            CfnSchedule.Builder.create(this, "Sweep")
                .name(name)
                .description("Looks at the run, should its events get lost")
                .scheduleExpression(SWEEP_RATE)
                .flexibleTimeWindow(
                    CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build())
                .target(
                    CfnSchedule.TargetProperty.builder()
                        .arn(function.getFunctionArn())
                        .roleArn(role.getRoleArn())
                        .input("{\"source\":\"sweep\"}")
                        .retryPolicy(
                            CfnSchedule.RetryPolicyProperty.builder()
                                .maximumEventAgeInSeconds(300)
                                .maximumRetryAttempts(2)
                                .build())
                        .build())
                .build());
    sweep.addResourceDependency(cluster);
    return sweep;
  }

  private Role sweepRole(Function function) {
    Role role =
        Role.Builder.create(this, "SweepRole")
            .description("image-features: lets the sweep call the outcome function")
            .assumedBy(
                new PrincipalWithConditions(
                    new ServicePrincipal("scheduler.amazonaws.com"),
                    OrderedMap.of(
                        "StringEquals", OrderedMap.of("aws:SourceAccount", stack.getAccount()))))
            .build();
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("CallOutcome")
            .actions(List.of("lambda:InvokeFunction"))
            .resources(List.of(function.getFunctionArn()))
            .build());
    return role;
  }

  private <T extends CfnResource> T named(String name, T resource) {
    resource.overrideLogicalId(name + fingerprint);
    return resource;
  }
}
