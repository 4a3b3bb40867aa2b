package io.github.imagefeatures.cdk.foundation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * What lasts: results ({@code data}), what clusters and network tell ({@code logs}), weights and
 * certificates that people lay down themselves ({@code code}; CDK puts JAR and scripts into its own
 * assets bucket), and who read any of it ({@code access}).
 */
final class Buckets extends Construct {
  private static final int LOG_DAYS = 90;
  private static final int OLD_VERSION_DAYS = 30;

  private final Bucket access;
  private final Bucket data;
  private final Bucket logs;
  private final Bucket code;

  Buckets(Construct scope, IKey key, RemovalPolicy removal) {
    super(scope, "Buckets");
    this.access = accessLogs(removal);
    this.data =
        encrypted("Data", key, removal)
            .versioned(true)
            .lifecycleRules(List.of(incompleteUploads(), oldVersions()))
            .build();
    this.logs =
        encrypted("Logs", key, removal)
            .lifecycleRules(List.of(incompleteUploads(), expiry()))
            .build();
    this.code =
        encrypted("Code", key, removal)
            .versioned(true)
            .lifecycleRules(List.of(incompleteUploads(), oldVersions()))
            .build();
    allowDeliveryOfFlowLogs();
  }

  Bucket data() {
    return data;
  }

  Bucket logs() {
    return logs;
  }

  Bucket code() {
    return code;
  }

  private Bucket.Builder encrypted(String id, IKey key, RemovalPolicy removal) {
    return bucket(id, removal)
        .encryption(BucketEncryption.KMS)
        .encryptionKey(key)
        .bucketKeyEnabled(true)
        .serverAccessLogsBucket(access)
        .serverAccessLogsPrefix(id.toLowerCase(Locale.ROOT) + "/");
  }

  /** S3 delivers access logs only to a bucket with its own encryption. */
  private Bucket accessLogs(RemovalPolicy removal) {
    return bucket("Access", removal)
        .encryption(BucketEncryption.S3_MANAGED)
        .lifecycleRules(List.of(incompleteUploads(), expiry()))
        .build();
  }

  private Bucket.Builder bucket(String id, RemovalPolicy removal) {
    return Bucket.Builder.create(this, id)
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .enforceSsl(true)
        .minimumTlsVersion(1.2)
        .removalPolicy(removal);
  }

  private static LifecycleRule incompleteUploads() {
    return LifecycleRule.builder()
        .id("incomplete-uploads")
        .abortIncompleteMultipartUploadAfter(Duration.days(7))
        .build();
  }

  private static LifecycleRule oldVersions() {
    return LifecycleRule.builder()
        .id("old-versions")
        .noncurrentVersionExpiration(Duration.days(OLD_VERSION_DAYS))
        .build();
  }

  private static LifecycleRule expiry() {
    return LifecycleRule.builder().id("old-logs").expiration(Duration.days(LOG_DAYS)).build();
  }

  private void allowDeliveryOfFlowLogs() {
    Stack stack = Stack.of(this);
    ServicePrincipal delivery = new ServicePrincipal("delivery.logs.amazonaws.com");
    Map<String, Object> ours = SourceConditions.of("logs", stack);
    logs.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("FlowLogs")
            .principals(List.of(delivery))
            .actions(List.of("s3:PutObject"))
            .resources(List.of(logs.arnForObjects("AWSLogs/" + stack.getAccount() + "/*")))
            .conditions(ours)
            .build());
    logs.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("FlowLogsBucket")
            .principals(List.of(delivery))
            .actions(List.of("s3:GetBucketAcl", "s3:ListBucket"))
            .resources(List.of(logs.getBucketArn()))
            .conditions(ours)
            .build());
  }
}
