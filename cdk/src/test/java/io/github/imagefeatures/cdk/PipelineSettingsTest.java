package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings are read as. */
class PipelineSettingsTest {
  private static PipelineSettings settings(Map<String, ?> context) {
    return PipelineSettings.of(context, context);
  }

  private static RunSettings run(String name, Object value) {
    return settings(Map.of(name, value)).run();
  }

  @Test
  void withoutAnyContextEverythingHasItsDefault() {
    PipelineSettings settings = settings(Map.of());
    RunSettings run = settings.run();
    assertEquals("main", run.name());
    assertEquals(new ImagesSource.Samples(), run.images());
    assertEquals(List.of("--variance=0.99"), run.options().arguments());
    assertEquals("emr-7.14.0", run.releaseLabel());
    assertEquals(List.of("m5.xlarge", "m6i.xlarge", "m6a.xlarge"), run.instanceTypes().names());
    assertEquals(1, run.coreUnits());
    assertEquals(1, run.maxTaskUnits());
    assertTrue(run.spot());
    assertTrue(run.waits());
    assertEquals(4, run.timeoutHours());
    assertTrue(settings.kept().encryptLocalDisks());
    assertTrue(settings.kept().keep());
    assertEquals(Optional.empty(), settings.kept().mail());
  }

  @Test
  void anEmptyTextIsTheDefault() {
    assertEquals("main", run("run", "").name());
    assertEquals(4, run("timeoutHours", "").timeoutHours());
  }

  @ParameterizedTest
  @CsvSource({
    "coreUnits, 1",
    "coreUnits, 100",
    "maxTaskUnits, 0",
    "maxTaskUnits, 1000",
    "timeoutHours, 1",
    "timeoutHours, 12",
    "variance, 1",
    "variance, 0.000001",
    "components, 1",
    "components, 1280",
    "scaling, none",
    "scaling, standard",
    "spot, false",
    "wait, false",
    "localDisks, none",
    "localDisks, kms",
    "keyEndpoint, true",
    "zones, 'us-gov-west-1a,us-gov-west-1b'",
    "releaseLabel, emr-7.12.0",
    "releaseLabel, emr-7.13.1",
    "run, a",
    "run, abcdefghijklmnopqrstuvwx",
    "run, a-1-b",
    "again, once more",
    "output, s3://bucket",
    "output, s3a://bucket/some/prefix/",
    "images, s3://bucket/a b",
    "model, s3://bucket/own.h5",
    "tlsCertificates, s3://bucket/pem.zip",
    "notify, someone@example.org",
    "removal, destroy",
    "removal, keep",
    "permissionsBoundary, team/boundary",
    "instanceTypes, m8g.4xlarge",
    "instanceTypes, 'c5.2xlarge, c6i.2xlarge'",
    "imagesKey, arn:aws:kms:eu-west-1:123456789012:key/1234abcd",
    "outputKey, arn:aws-cn:kms:cn-north-1:123456789012:key/1234abcd",
    "bootstrapKey, arn:aws:kms:eu-west-1:123456789012:key/mrk-12",
  })
  void aValueAtItsBorderIsTaken(String name, String value) {
    settings(Map.of(name, value));
  }

  @Test
  void theSameShareIsTheSameOption() {
    assertEquals(List.of("--variance=0.9"), run("variance", "0.90").options().arguments());
    assertEquals(List.of("--variance=0.9"), run("variance", 0.9).options().arguments());
  }

  @ParameterizedTest
  @CsvSource({"m6g.xlarge, linux-arm64", "c7g.2xlarge, linux-arm64", "m7i.xlarge, linux-x86_64"})
  void theNativesFollowTheInstanceTypes(String type, String platform) {
    assertEquals(platform, run("instanceTypes", type).instanceTypes().nativePlatform());
  }

  @Test
  void everySettingIsInTheDocs() throws IOException {
    String docs = Files.readString(Path.of("../docs/running-on-aws.md"));
    List<String> names = new ArrayList<>(PipelineSettings.NAMES);
    names.addAll(JobOptions.names());
    for (String name : names) {
      // A row of the table of settings.
      assertTrue(docs.matches("(?s).*\\n\\| (`\\w+`, )?`%s`[,| ].*".formatted(name)), name);
    }
  }

  @Test
  void contextOfCdkItselfIsPassedOver() {
    settings(
        Map.of(
            "@aws-cdk/core:x", true,
            "aws:cdk:enable-path-metadata", true,
            "availability-zones:account=1:region=eu-west-1", List.of("a")));
  }

  @Test
  void anAddressHasOneForm() {
    assertEquals(Optional.of("s3://bucket/a/b"), run("output", "s3a://bucket/a/b/").output());
    assertEquals("bucket", S3Address.bucket("s3://bucket/a/b"));
    assertEquals("a/b", S3Address.key("s3://bucket/a/b"));
    assertEquals("", S3Address.key("s3://bucket"));
  }

  @Test
  void aSmallLocalFolderIsTaken(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.png"), "a");
    assertEquals(new ImagesSource.LocalFolder(folder), run("images", folder.toString()).images());
  }
}
