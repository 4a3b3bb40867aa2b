package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.EmrTag;
import io.github.imagefeatures.cdk.OrderedMap;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ec2.CfnFlowLog;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpoint;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointAwsService;
import software.amazon.awscdk.services.ec2.GatewayVpcEndpointOptions;
import software.amazon.awscdk.services.ec2.IpAddresses;
import software.amazon.awscdk.services.ec2.SubnetConfiguration;
import software.amazon.awscdk.services.ec2.SubnetType;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.iam.AnyPrincipal;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** Two subnets in two zones from which only S3 can be reached. */
final class Network extends Construct {
  private final Vpc vpc;

  /**
   * @param zones two of the region; empty for its first two
   */
  Network(Construct scope, List<String> zones, IBucket logs) {
    super(scope, "Network");
    this.vpc = isolatedVpc(zones);
    EmrTag.on(vpc);
    storageEndpoint();
    flowLogs(logs);
  }

  Vpc vpc() {
    return vpc;
  }

  List<String> subnetIds() {
    return vpc.getIsolatedSubnets().stream().map(subnet -> subnet.getSubnetId()).toList();
  }

  private Vpc isolatedVpc(List<String> zones) {
    Vpc.Builder builder = Vpc.Builder.create(this, "Vpc");
    if (zones.isEmpty()) {
      builder.maxAzs(2);
    } else {
      builder.availabilityZones(zones);
    }
    return builder
        .ipAddresses(IpAddresses.cidr("10.40.0.0/16"))
        .natGateways(0)
        .enableDnsHostnames(true)
        .enableDnsSupport(true)
        .subnetConfiguration(
            List.of(
                SubnetConfiguration.builder()
                    .name("Nodes")
                    .subnetType(SubnetType.PRIVATE_ISOLATED)
                    .cidrMask(20)
                    .build()))
        .build();
  }

  private void storageEndpoint() {
    GatewayVpcEndpoint endpoint =
        vpc.addGatewayEndpoint(
            "Storage",
            GatewayVpcEndpointOptions.builder().service(GatewayVpcEndpointAwsService.S3).build());
    endpoint.addToPolicy(ownPrincipals());
    endpoint.addToPolicy(systemPackages());
    endpoint.addToPolicy(serviceLogs());
    endpoint.addToPolicy(applicationHistory());
  }

  /** What a principal may do, its own policies say; foreign credentials go nowhere from here. */
  private PolicyStatement ownPrincipals() {
    return PolicyStatement.Builder.create()
        .sid("PrincipalsOfThisAccount")
        .principals(List.of(new AnyPrincipal()))
        .actions(List.of("s3:*"))
        .resources(List.of("*"))
        .conditions(
            OrderedMap.of(
                "StringEquals", OrderedMap.of("aws:PrincipalAccount", Stack.of(this).getAccount())))
        .build();
  }

  /**
   * Packages are fetched without credentials. The bucket's ending is the same in all regions.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/private-subnet-iampolicy.html">Sample
   *     policies for private subnets that access Amazon S3</a>
   */
  private PolicyStatement systemPackages() {
    return anybody(
        "SystemPackages",
        List.of("s3:GetObject"),
        "al2023-repos-%s-de612dc2/*",
        "repo.%s.emr.amazonaws.com/*");
  }

  /** In us-east-1 the bucket of system logs has no region in its name. */
  private PolicyStatement serviceLogs() {
    return anybody(
        "ServiceLogs", List.of("s3:PutObject"), "aws157-logs-prod-%s/*", "aws157-logs-prod/*");
  }

  private PolicyStatement applicationHistory() {
    return anybody(
        "ApplicationHistory",
        List.of("s3:Put*", "s3:Get*", "s3:Create*", "s3:Abort*", "s3:List*"),
        "prod.%s.appinfo.src",
        "prod.%s.appinfo.src/*");
  }

  private PolicyStatement anybody(String sid, List<String> actions, String... resources) {
    Stack stack = Stack.of(this);
    return PolicyStatement.Builder.create()
        .sid(sid)
        .principals(List.of(new AnyPrincipal()))
        .actions(actions)
        .resources(
            List.of(resources).stream()
                .map(
                    name ->
                        "arn:"
                            + stack.getPartition()
                            + ":s3:::"
                            + name.formatted(stack.getRegion()))
                .toList())
        .build();
  }

  private void flowLogs(IBucket logs) {
    CfnFlowLog flow =
        CfnFlowLog.Builder.create(this, "FlowLogs")
            .resourceType("VPC")
            .resourceId(vpc.getVpcId())
            .trafficType("ALL")
            .logDestinationType("s3")
            .logDestination(logs.getBucketArn())
            .build();
    flow.getNode().addDependency(logs.getPolicy());
  }
}
