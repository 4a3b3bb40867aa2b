package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.Names;
import io.github.imagefeatures.cdk.OrderedMap;
import java.util.List;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Match;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.targets.SnsTopic;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/**
 * Tells the topic of every cluster that ended with errors. A run's own function is made after its
 * cluster stands, so that of a cluster that never came up (no capacity, no quota, a bootstrap
 * action that failed) nobody else tells.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-emr.html">Amazon EMR
 *     events</a>
 */
final class FailedClusters extends Construct {

  FailedClusters(Construct scope, Topic topic) {
    super(scope, "FailedClusters");
    Rule.Builder.create(this, "Rule")
        .description("A cluster of a run ended with errors, be it before the run began")
        .eventPattern(
            EventPattern.builder()
                .source(List.of("aws.emr"))
                .detailType(List.of("EMR Cluster State Change"))
                .detail(
                    OrderedMap.of(
                        "state", List.of("TERMINATED_WITH_ERRORS"),
                        "name", Match.prefix(Names.PREFIX + "-")))
                .build())
        .targets(
            List.of(
                SnsTopic.Builder.create(topic)
                    .authorizeUsingRole(true)
                    .message(RuleTargetInput.fromText(message()))
                    .build()))
        .build();
  }

  private static String message() {
    return "The cluster of the run "
        + EventField.fromPath("$.detail.name")
        + " ended with errors: "
        + EventField.fromPath("$.detail.message")
        + " Its logs are in the logs bucket under clusters/, in the folder "
        + EventField.fromPath("$.detail.clusterId")
        + ".";
  }
}
