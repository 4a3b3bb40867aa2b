package io.github.imagefeatures.cdk.foundation;

import io.github.imagefeatures.cdk.KeptSettings;
import io.github.imagefeatures.cdk.OrderedMap;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awscdk.services.emr.CfnSecurityConfiguration;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/**
 * EMR's security configuration: how clusters encrypt, and how their nodes get credentials.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html">Create
 *     a security configuration</a>
 */
final class ClusterSecurity {
  private ClusterSecurity() {}

  static CfnSecurityConfiguration create(Construct scope, KeptSettings settings, IKey key) {
    return CfnSecurityConfiguration.Builder.create(scope, "ClusterSecurity")
        .securityConfiguration(
            OrderedMap.of(
                "EncryptionConfiguration", encryption(settings, key),
                "InstanceMetadataServiceConfiguration", metadataService()))
        .build();
  }

  private static Map<String, Object> encryption(KeptSettings settings, IKey key) {
    Map<String, Object> encryption = new LinkedHashMap<>();
    encryption.put("EnableAtRestEncryption", true);
    encryption.put("AtRestEncryptionConfiguration", atRest(settings, key));
    encryption.put("EnableInTransitEncryption", settings.tlsCertificates().isPresent());
    settings
        .tlsCertificates()
        .ifPresent(zip -> encryption.put("InTransitEncryptionConfiguration", inTransit(zip)));
    return encryption;
  }

  private static Map<String, Object> atRest(KeptSettings settings, IKey key) {
    Map<String, Object> atRest = new LinkedHashMap<>();
    atRest.put(
        "S3EncryptionConfiguration",
        OrderedMap.of("EncryptionMode", "SSE-KMS", "AwsKmsKey", key.getKeyArn()));
    if (settings.encryptLocalDisks()) {
      atRest.put(
          "LocalDiskEncryptionConfiguration",
          OrderedMap.of(
              "EncryptionKeyProviderType",
              "AwsKms",
              "AwsKmsKey",
              key.getKeyArn(),
              "EnableEbsEncryption",
              true));
    }
    return atRest;
  }

  private static Map<String, Object> inTransit(String zip) {
    return OrderedMap.of(
        "TLSCertificateConfiguration",
        OrderedMap.of("CertificateProviderType", "PEM", "S3Object", zip));
  }

  /** One hop: what runs in a container of its own on a node gets no credentials. */
  private static Map<String, Object> metadataService() {
    return OrderedMap.of("MinimumInstanceMetadataServiceVersion", 2, "HttpPutResponseHopLimit", 1);
  }
}
