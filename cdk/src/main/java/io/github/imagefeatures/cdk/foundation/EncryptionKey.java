package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.OrderedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** The one key of everything that rests: buckets, logs, disks, messages. */
final class EncryptionKey {
  private EncryptionKey() {}

  /** The key that was there, whose policy stays its owner's, or a new one. */
  static IKey of(Construct scope, Optional<String> existing, RemovalPolicy removal) {
    return existing.isPresent()
        ? Key.fromKeyArn(scope, "Key", existing.get())
        : create(scope, removal);
  }

  private static Key create(Construct scope, RemovalPolicy removal) {
    Key key =
        Key.Builder.create(scope, "Key")
            .description("image-features: buckets, logs, local disks and notifications")
            .enableKeyRotation(true)
            .removalPolicy(removal)
            .build();
    Stack stack = Stack.of(scope);
    key.addToResourcePolicy(volumesOfThisAccount(stack));
    key.addToResourcePolicy(grantsForVolumesOfThisAccount(stack));
    key.addToResourcePolicy(logGroups(stack));
    key.addToResourcePolicy(deliveredLogs(stack));
    key.addToResourcePolicy(publishersToTopics(stack));
    return key;
  }

  /**
   * EC2 makes encrypted volumes under whatever role it was asked by; the spot service's own may not
   * exist yet, and a policy that names a role that does not exist cannot be made.
   */
  private static PolicyStatement volumesOfThisAccount(Stack stack) {
    return PolicyStatement.Builder.create()
        .sid("VolumesOfThisAccount")
        .principals(List.of(new AnyPrincipal()))
        .actions(
            List.of(
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey"))
        .resources(List.of("*"))
        .conditions(OrderedMap.of("StringEquals", throughEc2(stack)))
        .build();
  }

  private static PolicyStatement grantsForVolumesOfThisAccount(Stack stack) {
    return PolicyStatement.Builder.create()
        .sid("GrantsForVolumesOfThisAccount")
        .principals(List.of(new AnyPrincipal()))
        .actions(List.of("kms:CreateGrant"))
        .resources(List.of("*"))
        .conditions(
            OrderedMap.of(
                "StringEquals", throughEc2(stack),
                "Bool", OrderedMap.of("kms:GrantIsForAWSResource", "true")))
        .build();
  }

  private static Map<String, Object> throughEc2(Stack stack) {
    return OrderedMap.of(
        "kms:ViaService",
        "ec2." + stack.getRegion() + ".amazonaws.com",
        "kms:CallerAccount",
        stack.getAccount());
  }

  private static PolicyStatement logGroups(Stack stack) {
    return PolicyStatement.Builder.create()
        .sid("LogGroupsOfThisAccount")
        .principals(List.of(new ServicePrincipal("logs." + stack.getRegion() + ".amazonaws.com")))
        .actions(
            List.of(
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:Describe*"))
        .resources(List.of("*"))
        .conditions(
            OrderedMap.of(
                "ArnLike",
                OrderedMap.of(
                    "kms:EncryptionContext:aws:logs:arn",
                    "arn:%s:logs:%s:%s:log-group:*"
                        .formatted(stack.getPartition(), stack.getRegion(), stack.getAccount()))))
        .build();
  }

  private static PolicyStatement deliveredLogs(Stack stack) {
    return PolicyStatement.Builder.create()
        .sid("LogsDeliveredToOurBucket")
        .principals(List.of(new ServicePrincipal("delivery.logs.amazonaws.com")))
        .actions(List.of("kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"))
        .resources(List.of("*"))
        .conditions(SourceConditions.of("logs", stack))
        .build();
  }

  private static PolicyStatement publishersToTopics(Stack stack) {
    return PolicyStatement.Builder.create()
        .sid("AlarmsToOurTopic")
        .principals(List.of(new ServicePrincipal("cloudwatch.amazonaws.com")))
        .actions(List.of("kms:GenerateDataKey*", "kms:Decrypt"))
        .resources(List.of("*"))
        .conditions(
            OrderedMap.of("StringEquals", OrderedMap.of("aws:SourceAccount", stack.getAccount())))
        .build();
  }
}
