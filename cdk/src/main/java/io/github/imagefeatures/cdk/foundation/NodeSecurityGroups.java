package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.EmrTag;
import java.util.List;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupEgress;
import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/**
 * The three groups that EMR wants in private subnets, with all the rules that it would add itself.
 * Each rule is a resource of its own, because the groups refer to each other.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html">Working
 *     with Amazon EMR-managed security groups</a>
 */
final class NodeSecurityGroups extends Construct {
  /** Where EMR's agent on every node listens. */
  private static final int AGENT_PORT = 8443;

  /** Where the service listens to the primary node; without it no cluster can be made. */
  private static final int SERVICE_PORT = 9443;

  private final SecurityGroup primary;
  private final SecurityGroup core;
  private final SecurityGroup service;

  NodeSecurityGroups(Construct scope, IVpc vpc) {
    super(scope, "NodeSecurityGroups");
    this.primary = group(vpc, "Primary", "EMR primary nodes");
    this.core = group(vpc, "Core", "EMR core and task nodes");
    this.service = group(vpc, "Service", "EMR service access to nodes in private subnets");
    nodesTalkToEachOther();
    serviceTalksToNodes();
    nodesTalkToService();
    nodesTalkToStorage();
  }

  SecurityGroup primary() {
    return primary;
  }

  SecurityGroup core() {
    return core;
  }

  /** Of primary nodes, of core and task nodes, of EMR's service access. */
  List<String> ids() {
    return List.of(
        primary.getSecurityGroupId(), core.getSecurityGroupId(), service.getSecurityGroupId());
  }

  private SecurityGroup group(IVpc vpc, String id, String description) {
    SecurityGroup group =
        SecurityGroup.Builder.create(this, id)
            .vpc(vpc)
            .description("image-features: " + description)
            .allowAllOutbound(false)
            .build();
    EmrTag.on(group);
    return group;
  }

  private void nodesTalkToEachOther() {
    for (SecurityGroup to : List.of(primary, core)) {
      for (SecurityGroup from : List.of(primary, core)) {
        String ids = name(to) + "From" + name(from);
        ingress(ids + "Tcp", to, from, "tcp", 0, 65535);
        ingress(ids + "Udp", to, from, "udp", 0, 65535);
        ingress(ids + "Icmp", to, from, "icmp", -1, -1);
      }
    }
  }

  private void serviceTalksToNodes() {
    for (SecurityGroup node : List.of(primary, core)) {
      ingress(name(node) + "FromService", node, service, "tcp", AGENT_PORT, AGENT_PORT);
      CfnSecurityGroupEgress.Builder.create(this, "ServiceTo" + name(node))
          .description("EMR service to agent")
          .groupId(service.getSecurityGroupId())
          .destinationSecurityGroupId(node.getSecurityGroupId())
          .ipProtocol("tcp")
          .fromPort(AGENT_PORT)
          .toPort(AGENT_PORT)
          .build();
    }
  }

  private void nodesTalkToService() {
    ingress("ServiceFromPrimary", service, primary, "tcp", SERVICE_PORT, SERVICE_PORT);
  }

  /** As in EMR's own groups. Our subnets have no way out but the endpoints. */
  private void nodesTalkToStorage() {
    for (SecurityGroup node : List.of(primary, core)) {
      CfnSecurityGroupEgress.Builder.create(this, name(node) + "ToAll")
          .description("As far as the subnets have a way")
          .groupId(node.getSecurityGroupId())
          .ipProtocol("-1")
          .cidrIp("0.0.0.0/0")
          .build();
    }
  }

  private void ingress(
      String id, SecurityGroup to, SecurityGroup from, String protocol, int first, int last) {
    CfnSecurityGroupIngress.Builder.create(this, id)
        .description(name(from) + " to " + name(to))
        .groupId(to.getSecurityGroupId())
        .sourceSecurityGroupId(from.getSecurityGroupId())
        .ipProtocol(protocol)
        .fromPort(first)
        .toPort(last)
        .build();
  }

  private static String name(SecurityGroup group) {
    return group.getNode().getId();
  }
}
