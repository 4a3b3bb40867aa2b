package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.OrderedMap;
import java.util.List;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/** Where the outcome of every run is told. */
final class Notifications {
  private Notifications() {}

  static Topic create(Construct scope, IKey key, Optional<String> mail) {
    Topic topic =
        Topic.Builder.create(scope, "Outcomes")
            .displayName("image-features: outcomes of runs")
            .masterKey(key)
            .enforceSsl(true)
            .build();
    topic.addToResourcePolicy(alarmsOfThisAccount(scope, topic));
    mail.ifPresent(address -> topic.addSubscription(new EmailSubscription(address)));
    return topic;
  }

  /** A policy of its own takes the place of the default one, which lets the account's alarms in. */
  private static PolicyStatement alarmsOfThisAccount(Construct scope, Topic topic) {
    return PolicyStatement.Builder.create()
        .sid("AlarmsOfThisAccount")
        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
        .actions(List.of("sns:Publish"))
        .resources(List.of(topic.getTopicArn()))
        .conditions(
            OrderedMap.of(
                "StringEquals", OrderedMap.of("aws:SourceAccount", Stack.of(scope).getAccount())))
        .build();
  }
}
