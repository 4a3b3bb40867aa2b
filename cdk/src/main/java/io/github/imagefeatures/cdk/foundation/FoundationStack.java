package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.FoundationParameter;
import io.github.imagefeatures.cdk.KeptSettings;
import io.github.imagefeatures.cdk.Names;
import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.emr.CfnSecurityConfiguration;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.Key;
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
    Key key = EncryptionKey.create(this, removal);
    Buckets buckets = new Buckets(this, key, removal);
    Network network = new Network(this, settings.zones(), buckets.logs());
    NodeSecurityGroups groups = new NodeSecurityGroups(this, network.vpc());
    if (settings.keyEndpoint()) {
      new KeyEndpoint(this, network, groups, key);
    }
    Role serviceRole = ServiceRole.create(this, key);
    CfnSecurityConfiguration security = ClusterSecurity.create(this, settings, key);
    Topic topic = Notifications.create(this, key, settings.mail());
    new FailedClusters(this, topic);
    LogGroup outcomes = outcomeLog(key, removal);
    settings.budget().ifPresent(dollars -> Budget.create(this, dollars, settings.mail().get()));

    writeBuckets(buckets, key);
    writeNetwork(network, groups);
    FoundationParameter.SERVICE_ROLE.write(this, serviceRole.getRoleName());
    FoundationParameter.SECURITY_CONFIGURATION.write(this, security.getRef());
    FoundationParameter.TOPIC.write(this, topic.getTopicArn());
    FoundationParameter.OUTCOME_LOG.write(this, outcomes.getLogGroupName());
  }

  /** Of the outcome functions of all runs: a run that fails takes its function away with it. */
  private LogGroup outcomeLog(Key key, RemovalPolicy removal) {
    return LogGroup.Builder.create(this, "OutcomeLog")
        .retention(RetentionDays.ONE_MONTH)
        .encryptionKey(key)
        .removalPolicy(removal)
        .build();
  }

  private void writeBuckets(Buckets buckets, Key key) {
    FoundationParameter.DATA_BUCKET.write(this, buckets.data().getBucketName());
    FoundationParameter.LOGS_BUCKET.write(this, buckets.logs().getBucketName());
    FoundationParameter.CODE_BUCKET.write(this, buckets.code().getBucketName());
    FoundationParameter.KEY.write(this, key.getKeyArn());
  }

  private void writeNetwork(Network network, NodeSecurityGroups groups) {
    List<String> subnets = network.subnetIds();
    FoundationParameter.SUBNET_A.write(this, subnets.get(0));
    FoundationParameter.SUBNET_B.write(this, subnets.get(1));
    FoundationParameter.PRIMARY_GROUP.write(this, groups.primary().getSecurityGroupId());
    FoundationParameter.CORE_GROUP.write(this, groups.core().getSecurityGroupId());
    FoundationParameter.SERVICE_GROUP.write(this, groups.service().getSecurityGroupId());
  }
}
