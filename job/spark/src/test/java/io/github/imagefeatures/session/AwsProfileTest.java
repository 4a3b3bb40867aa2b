package io.github.imagefeatures.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.auth.CredentialProviderListFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AwsProfileTest {
  @TempDir private Path folder;

  @Test
  void onOneMachineS3IsAskedWithTheCredentialsOfAProfile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("credentials"),
            "[photos]\naws_access_key_id = KEY\naws_secret_access_key = SECRET\n");
    // What AWS_SHARED_CREDENTIALS_FILE and AWS_PROFILE are in the environment.
    Map<String, String> properties =
        Map.of("aws.sharedCredentialsFile", file.toString(), "aws.profile", "photos");
    properties.forEach(System::setProperty);
    try (SparkSession spark = LocalSpark.session();
        AWSCredentialProviderList providers =
            CredentialProviderListFactory.createAWSCredentialProviderList(
                URI.create("s3a://bucket"), spark.sparkContext().hadoopConfiguration())) {
      assertEquals("KEY", providers.resolveCredentials().accessKeyId());
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
