package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.OrderedMap;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpoint;
import software.amazon.awscdk.services.ec2.InterfaceVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.ec2.SubnetSelection;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * The nodes' way to KMS, where somebody wants one. Nothing that is deployed is known to need it: S3
 * calls KMS for objects and EC2 for volumes; the nodes themselves would for disks that EMR encrypts
 * with LUKS, which are those of instance types with a store of their own, and none is allowed. It
 * would be the foundation's largest standing cost.
 */
final class KeyEndpoint extends Construct {

  KeyEndpoint(Construct scope, Network network, NodeSecurityGroups nodes, IKey key) {
    super(scope, "KeyEndpoint");
    SecurityGroup group =
        SecurityGroup.Builder.create(this, "Group")
            .vpc(network.vpc())
            .description("image-features: KMS for the nodes")
            .allowAllOutbound(false)
            .build();
    admit("FromPrimary", group, nodes.primary());
    admit("FromCore", group, nodes.core());
    InterfaceVpcEndpoint endpoint =
        InterfaceVpcEndpoint.Builder.create(this, "Endpoint")
            .vpc(network.vpc())
            .service(InterfaceVpcEndpointAwsService.KMS)
            .privateDnsEnabled(true)
            .open(false)
            .securityGroups(List.of(group))
            .subnets(SubnetSelection.builder().subnetType(SubnetType.PRIVATE_ISOLATED).build())
            .build();
    endpoint.addToPolicy(onlyOurKey(key));
  }

  private void admit(String id, SecurityGroup group, SecurityGroup nodes) {
    CfnSecurityGroupIngress.Builder.create(this, id)
        .description("KMS for the nodes")
        .groupId(group.getSecurityGroupId())
        .sourceSecurityGroupId(nodes.getSecurityGroupId())
        .ipProtocol("tcp")
        .fromPort(443)
        .toPort(443)
        .build();
  }

  private PolicyStatement onlyOurKey(IKey key) {
    return PolicyStatement.Builder.create()
        .sid("OnlyOurKey")
        .principals(List.of(new AnyPrincipal()))
        .actions(
            List.of(
                "kms:Encrypt",
                "kms:Decrypt",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:DescribeKey"))
        .resources(List.of(key.getKeyArn()))
        .conditions(
            OrderedMap.of(
                "StringEquals", OrderedMap.of("aws:PrincipalAccount", Stack.of(this).getAccount())))
        .build();
  }
}
