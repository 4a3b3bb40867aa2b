package io.github.imagefeatures.cdk.run;

import io.github.imagefeatures.cdk.Deliverables;
import io.github.imagefeatures.cdk.Names;
import io.github.imagefeatures.cdk.RunSettings;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * The function that looks how the run's step is and, once it has ended, tells CloudFormation and
 * the topic and ends the cluster.
 */
final class OutcomeFunction extends Construct {
  private static final String HANDLER =
      "io.github.imagefeatures.outcome.OutcomeHandler::handleRequest";

  private final Function function;
  private final Role role;
  private final Stack stack;

  OutcomeFunction(
      Construct scope,
      RunSettings settings,
      Deliverables deliverables,
      FoundationValues foundation) {
    super(scope, "Outcome");
    this.stack = Stack.of(this);
    IKey key = Key.fromKeyArn(this, "Key", foundation.key());
    ILogGroup log = LogGroup.fromLogGroupName(this, "Log", foundation.outcomeLog());
    this.role =
        Role.Builder.create(this, "Role")
            .description("image-features: outcome of the run " + settings.name())
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    log.grantWrite(role);
    this.function =
        Function.Builder.create(this, "Function")
            .description("Tells how the run " + settings.name() + " ended")
            .runtime(Runtime.JAVA_21)
            .architecture(Architecture.ARM_64)
            .handler(HANDLER)
            .code(Code.fromAsset(deliverables.builtOutcomeJar().toString()))
            .memorySize(512)
            .timeout(Duration.minutes(2))
            .retryAttempts(2)
            .maxEventAge(Duration.hours(1))
            .role(role)
            // The address to signal at is a secret: who has it can end the wait.
            .environmentEncryption(key)
            .logGroup(log)
            .build();
    alarm(foundation.topic());
  }

  Function function() {
    return function;
  }

  /** Says which run it watches, and lets it do so. */
  void watch(
      RunSettings settings,
      FoundationValues foundation,
      RunFolder folder,
      String clusterId,
      String signalUrl,
      String logUri,
      String sweep) {
    function.addEnvironment("CLUSTER_ID", clusterId);
    function.addEnvironment("STEP_NAME", JobStep.NAME);
    function.addEnvironment("SIGNAL_URL", signalUrl);
    function.addEnvironment("TOPIC_ARN", foundation.topic());
    function.addEnvironment("RUN_FOLDER", folder.uri());
    if (settings.probes()) {
      function.addEnvironment("REPORT", settings.report());
    }
    function.addEnvironment("LOG_URI", logUri);
    // As a duration: a date would differ in every synth.
    function.addEnvironment("DEADLINE", "PT" + (settings.timeoutHours() + 1) + "H");
    function.addEnvironment("SWEEP_NAME", sweep);
    allow(
        "AskAndEndCluster",
        List.of(
            "elasticmapreduce:DescribeCluster",
            "elasticmapreduce:DescribeStep",
            "elasticmapreduce:ListSteps",
            "elasticmapreduce:AddTags",
            "elasticmapreduce:TerminateJobFlows"),
        arn("elasticmapreduce", "cluster/" + clusterId));
    allow(
        "ReadOutcome",
        List.of("s3:GetObject"),
        objectArn(folder.bucket(), folder.key("failure.json")));
    allow("Tell", List.of("sns:Publish"), foundation.topic());
    allow("UseKey", List.of("kms:Decrypt", "kms:GenerateDataKey"), foundation.key());
    settings.outputKey().ifPresent(key -> allow("ReadOutputKey", List.of("kms:Decrypt"), key));
    allow(
        "EndSweep",
        List.of("scheduler:DeleteSchedule"),
        arn("scheduler", "schedule/default/" + sweep));
  }

  private void alarm(String topic) {
    Alarm alarm =
        Alarm.Builder.create(this, "Alarm")
            .alarmDescription(
                "The outcome function fails: a run's end may go unnoticed. Look at its log.")
            .metric(
                function.metricErrors(
                    MetricOptions.builder().period(Duration.minutes(15)).statistic("Sum").build()))
            .threshold(3)
            .evaluationPeriods(1)
            .treatMissingData(TreatMissingData.NOT_BREACHING)
            .build();
    alarm.addAlarmAction(new SnsAction(Topic.fromTopicArn(this, "Topic", topic)));
  }

  private void allow(String sid, List<String> actions, String... resources) {
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid(sid)
            .actions(actions)
            .resources(List.of(resources))
            .build());
  }

  private String arn(String service, String resource) {
    return "arn:%s:%s:%s:%s:%s"
        .formatted(stack.getPartition(), service, stack.getRegion(), stack.getAccount(), resource);
  }

  private String objectArn(String bucket, String key) {
    return "arn:" + stack.getPartition() + ":s3:::" + bucket + "/" + key;
  }

  /** The name of a run's sweep: known before it is made, so that the function may end it. */
  static String sweepName(RunSettings settings, String fingerprint) {
    return Names.runStack(settings.name()) + "-" + fingerprint;
  }
}
