package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.Names;
import io.github.imagefeatures.cdk.OrderedMap;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/** What EMR itself may do in this account. */
final class ServiceRole {
  private ServiceRole() {}

  static Role create(Construct scope, IKey key) {
    Stack stack = Stack.of(scope);
    Role role =
        Role.Builder.create(scope, "ServiceRole")
            .description("image-features: what Amazon EMR may do to run clusters")
            .assumedBy(onlyFor(stack))
            .managedPolicies(
                List.of(
                    ManagedPolicy.fromAwsManagedPolicyName(
                        "service-role/AmazonEMRServicePolicy_v2")))
            .build();
    role.addToPolicy(passInstanceRoles(stack));
    role.addToPolicy(firstSpotRequest(stack));
    role.addToPolicy(useKey(key));
    role.addToPolicy(grantKey(key));
    return role;
  }

  private static IPrincipal onlyFor(Stack stack) {
    return new ServicePrincipal("elasticmapreduce.amazonaws.com")
        .withConditions(SourceConditions.of("elasticmapreduce", stack));
  }

  private static PolicyStatement passInstanceRoles(Stack stack) {
    return PolicyStatement.Builder.create()
        .sid("PassInstanceRoles")
        .actions(List.of("iam:PassRole"))
        .resources(
            List.of(
                "arn:%s:iam::%s:role/%s"
                    .formatted(
                        stack.getPartition(), stack.getAccount(), Names.nodeRole(stack, "*"))))
        .conditions(
            OrderedMap.of("StringLike", OrderedMap.of("iam:PassedToService", "ec2.amazonaws.com*")))
        .build();
  }

  /** The account's first spot request makes the role of the spot service. */
  private static PolicyStatement firstSpotRequest(Stack stack) {
    return PolicyStatement.Builder.create()
        .sid("FirstSpotRequest")
        .actions(List.of("iam:CreateServiceLinkedRole"))
        .resources(
            List.of(
                "arn:%s:iam::%s:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot"
                    .formatted(stack.getPartition(), stack.getAccount())))
        .conditions(
            OrderedMap.of(
                "StringEquals", OrderedMap.of("iam:AWSServiceName", "spot.amazonaws.com")))
        .build();
  }

  private static PolicyStatement useKey(IKey key) {
    return PolicyStatement.Builder.create()
        .sid("UseKey")
        .actions(
            List.of(
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
                "kms:GenerateDataKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:DescribeKey"))
        .resources(List.of(key.getKeyArn()))
        .build();
  }

  private static PolicyStatement grantKey(IKey key) {
    return PolicyStatement.Builder.create()
        .sid("GrantKey")
        .actions(List.of("kms:CreateGrant"))
        .resources(List.of(key.getKeyArn()))
        .conditions(OrderedMap.of("Bool", OrderedMap.of("kms:GrantIsForAWSResource", "true")))
        .build();
  }
}
