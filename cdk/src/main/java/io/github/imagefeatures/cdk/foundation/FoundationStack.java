package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.ExistingParts;
import io.github.imagefeatures.cdk.FoundationParameter;
import io.github.imagefeatures.cdk.KeptSettings;
import io.github.imagefeatures.cdk.Names;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.Vpc;
import software.amazon.awscdk.services.ec2.VpcAttributes;
import software.amazon.awscdk.services.emr.CfnSecurityConfiguration;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sns.Topic;
import software.constructs.Construct;

/** What lasts between runs. It depends on the kept settings alone. */
public final class FoundationStack extends Stack {

  /**
   * @param scope the app
   * @param settings what it is made from
   */
  public FoundationStack(Construct scope, KeptSettings settings) {
    super(
        scope,
        Names.FOUNDATION,
        StackProps.builder().description("image-features: what is kept between runs").build());
    // Not RETAIN: that would also leave the key and the buckets of a creation that is rolled back.
    RemovalPolicy removal =
        settings.keep() ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    ExistingParts existing = settings.existing();
    IKey key = EncryptionKey.of(this, existing.key(), removal);
    Buckets buckets = new Buckets(this, key, removal, existing);
    writeBuckets(buckets, key);
    if (existing.vpc().isPresent()) {
      useNetwork(existing);
    } else {
      makeNetwork(settings, buckets, key);
    }
    CfnSecurityConfiguration security = ClusterSecurity.create(this, settings, key);
    Topic topic = Notifications.create(this, key, settings.mail());
    new FailedClusters(this, topic);
    LogGroup outcomes = outcomeLog(key, removal);
    settings.budget().ifPresent(dollars -> Budget.create(this, dollars, settings.mail().get()));

    FoundationParameter.SERVICE_ROLE.write(
        this, existing.serviceRole().orElseGet(() -> ServiceRole.create(this, key).getRoleName()));
    FoundationParameter.SECURITY_CONFIGURATION.write(this, security.getRef());
    FoundationParameter.TOPIC.write(this, topic.getTopicArn());
    FoundationParameter.OUTCOME_LOG.write(this, outcomes.getLogGroupName());
  }

  /** Of the outcome functions of all runs: a run that fails takes its function away with it. */
  private LogGroup outcomeLog(IKey key, RemovalPolicy removal) {
    return LogGroup.Builder.create(this, "OutcomeLog")
        .retention(RetentionDays.ONE_MONTH)
        .encryptionKey(key)
        .removalPolicy(removal)
        .build();
  }

  private void writeBuckets(Buckets buckets, IKey key) {
    FoundationParameter.DATA_BUCKET.write(this, buckets.data().getBucketName());
    FoundationParameter.LOGS_BUCKET.write(this, buckets.logs().getBucketName());
    FoundationParameter.CODE_BUCKET.write(this, buckets.code().getBucketName());
    FoundationParameter.KEY.write(this, key.getKeyArn());
  }

  private void makeNetwork(KeptSettings settings, Buckets buckets, IKey key) {
    Network network = new Network(this, settings.zones(), buckets.flowLogs());
    NodeSecurityGroups groups = new NodeSecurityGroups(this, network.vpc());
    if (settings.keyEndpoint()) {
      new KeyEndpoint(this, network, groups, key);
    }
    writeSubnets(network.subnetIds());
    writeGroups(groups.ids());
  }

  private void useNetwork(ExistingParts existing) {
    writeSubnets(existing.subnets());
    if (existing.securityGroups().isEmpty()) {
      IVpc vpc =
          Vpc.fromVpcAttributes(
              this,
              "Vpc",
              VpcAttributes.builder()
                  .vpcId(existing.vpc().get())
                  // Wanted, and used by nothing: the groups are in the VPC as a whole.
                  .availabilityZones(List.of("any"))
                  .build());
      writeGroups(new NodeSecurityGroups(this, vpc).ids());
    } else {
      writeGroups(existing.securityGroups());
    }
  }

  private void writeSubnets(List<String> ids) {
    FoundationParameter.SUBNET_A.write(this, ids.get(0));
    if (ids.size() > 1) {
      FoundationParameter.SUBNET_B.write(this, ids.get(1));
    }
  }

  /** Of primary nodes, of core and task nodes, of EMR's service access. */
  private void writeGroups(List<String> ids) {
    FoundationParameter.PRIMARY_GROUP.write(this, ids.get(0));
    FoundationParameter.CORE_GROUP.write(this, ids.get(1));
    FoundationParameter.SERVICE_GROUP.write(this, ids.get(2));
  }
}
