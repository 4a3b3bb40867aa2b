package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.ExistingParts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.IBucket;
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
  private final IBucket data;
  private final Optional<Bucket> ownLogs;
  private final IBucket logs;
  private final Bucket code;

  /**
   * @param existing names the buckets that are not made
   */
  Buckets(Construct scope, IKey key, RemovalPolicy removal, ExistingParts existing) {
    super(scope, "Buckets");
    this.access = accessLogs(removal);
    this.data =
        existing.dataBucket().isPresent()
            ? Bucket.fromBucketName(this, "Data", existing.dataBucket().get())
            : versioned("Data", key, removal);
    this.ownLogs =
        existing.logsBucket().isPresent()
            ? Optional.empty()
            : Optional.of(
                encrypted("Logs", key, removal)
                    .lifecycleRules(List.of(incompleteUploads(), expiry()))
                    .build());
    this.logs =
        ownLogs
            .<IBucket>map(each -> each)
            .orElseGet(() -> Bucket.fromBucketName(this, "Logs", existing.logsBucket().get()));
    this.code = versioned("Code", key, removal);
  }

  IBucket data() {
    return data;
  }

  IBucket logs() {
    return logs;
  }

  /**
   * Where the flow logs of our network go. Their delivery needs a policy of the bucket, so it is
   * never one that was there.
   */
  Bucket flowLogs() {
    Bucket bucket = ownLogs.orElse(access);
    allowDeliveryOfFlowLogs(bucket);
    return bucket;
  }

  Bucket code() {
    return code;
  }

  private Bucket versioned(String id, IKey key, RemovalPolicy removal) {
    return encrypted(id, key, removal)
        .versioned(true)
        .lifecycleRules(List.of(incompleteUploads(), oldVersions()))
        .build();
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

  private void allowDeliveryOfFlowLogs(Bucket bucket) {
    Stack stack = Stack.of(this);
    ServicePrincipal delivery = new ServicePrincipal("delivery.logs.amazonaws.com");
    Map<String, Object> ours = SourceConditions.of("logs", stack);
    bucket.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("FlowLogs")
            .principals(List.of(delivery))
            .actions(List.of("s3:PutObject"))
            .resources(List.of(bucket.arnForObjects("AWSLogs/" + stack.getAccount() + "/*")))
            .conditions(ours)
            .build());
    bucket.addToResourcePolicy(
        PolicyStatement.Builder.create()
            .sid("FlowLogsBucket")
            .principals(List.of(delivery))
            .actions(List.of("s3:GetBucketAcl", "s3:ListBucket"))
            .resources(List.of(bucket.getBucketArn()))
            .conditions(ours)
            .build());
  }
}
