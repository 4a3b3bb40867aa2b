package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that cannot be used, and the sentences that say so. */
class RefusedSettingsTest {
  private static final String KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";

  private static PipelineSettings settings(Map<String, ?> context) {
    return PipelineSettings.of(context, context);
  }

  private static RunSettings run(String name, Object value) {
    return settings(Map.of(name, value)).run();
  }

  private static String sentence(Map<String, ?> context) {
    return assertThrows(SettingsException.class, () -> settings(context)).getMessage();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/refused-settings.csv", delimiter = '|', maxCharsPerColumn = 1_000)
  void aWrongValueIsOneSentenceWithTheAllowedRange(String name, String value, String sentence) {
    assertEquals(sentence, sentence(Map.of(name, value)));
  }

  @Test
  void aWrongValueOfEverySettingIsAmongThem() throws IOException {
    TreeSet<String> settings = new TreeSet<>(PipelineSettings.NAMES);
    settings.addAll(JobOptions.names());
    TreeSet<String> refused = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/refused-settings.csv"))) {
      if (!line.startsWith("#")) {
        refused.add(line.split(" ", 2)[0]);
      }
    }
    settings.removeAll(refused);
    assertEquals(Set.of(), settings);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upper",
        "1st",
        "-a",
        "a-",
        "a--b",
        "a_b",
        "foundation",
        "abcdefghijklmnopqrstuvwxy"
      })
  void aRunsNameThatNoRoleCouldCarryIsRefused(String name) {
    assertEquals(
        "run is a name of 1 to 24 lower-case letters, digits and single hyphens, a letter first, and not 'foundation', not '%s'."
            .formatted(name),
        sentence(Map.of("run", name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"emr-6.15.0", "emr-7.11.0", "7.12.0", "emr-8.0.0"})
  void aReleaseThatTheJobIsNotBuiltForIsRefused(String label) {
    assertEquals(
        "releaseLabel is emr-7.12.0 or a newer release of emr-7, with the Spark 3.5 that the job is built for, not '%s'."
            .formatted(label),
        sentence(Map.of("releaseLabel", label)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"imagesKey", "outputKey", "bootstrapKey"})
  void aKeyThatIsNoArnIsRefused(String name) {
    assertEquals(
        name
            + " is the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/..., not"
            + " 'alias/mine'.",
        sentence(Map.of(name, "alias/mine")));
    assertEquals(Optional.of(KEY), settings(Map.of("imagesKey", KEY)).run().imagesKey());
  }

  @Test
  void aTextWithAControlCharacterIsRefusedAsAgain() {
    assertEquals(
        "again is a text of up to 64 printable ASCII characters, not 'a\nb'.",
        sentence(Map.of("again", "a\nb")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t3.xlarge", "m5.large", "m5.24xlarge", "c5.xlarge", "m99.xlarge", ""})
  void anInstanceTypeThatCannotHoldDriverAndExecutorIsRefused(String type) {
    String range =
        "instanceTypes is a list of 1 to 15 EC2 types of the c, m or r families 5 to 8, xlarge to"
            + " 4xlarge, with 16 GiB or more (such as m6i.xlarge, c6i.2xlarge, r7g.xlarge), not"
            + " '%s'.";
    assertEquals(range.formatted(type), sentence(Map.of("instanceTypes", List.of(type))));
  }

  @Test
  void anInstanceTypeNamedTwiceOrASixteenthIsRefused() {
    assertTrue(
        sentence(Map.of("instanceTypes", "m5.xlarge,m5.xlarge"))
            .startsWith("instanceTypes is a list of 1 to 15"));
    assertTrue(
        sentence(Map.of("instanceTypes", Collections.nCopies(16, "m5.xlarge")))
            .startsWith("instanceTypes is a list of 1 to 15"));
    assertTrue(sentence(Map.of("instanceTypes", List.of())).startsWith("instanceTypes is a list"));
  }

  @Test
  void instanceTypesOfTwoArchitecturesAreRefused() {
    assertEquals(
        "instanceTypes are all x86-64 or all Graviton (a 'g' after the number), because one JAR"
            + " with the natives of one architecture goes to every node: m6i.xlarge and m6g.xlarge"
            + " are not alike.",
        sentence(Map.of("instanceTypes", "m6i.xlarge,m6g.xlarge")));
  }

  @Test
  void instanceTypesOfTwoShapesAreRefused() {
    assertEquals(
        "instanceTypes are all of one shape, because one size of Spark executor must fill each:"
            + " m6i.xlarge has 4 vCPU and 16 GiB, m6i.2xlarge has 8 and 32.",
        sentence(Map.of("instanceTypes", "m6i.xlarge,m6i.2xlarge")));
  }

  @Test
  void anUnknownNameIsRefusedAndTheKnownOnesNamed() {
    String sentence = sentence(Map.of("image", "s3://bucket"));
    assertTrue(sentence.startsWith("There is no context value 'image': the names are again, "));
    assertTrue(sentence.contains(" images, "));
  }

  @ParameterizedTest
  @CsvSource({
    "notify, a@example.org",
    "removal, destroy",
    "permissionsBoundary, bound",
    "vpc, vpc-0123456789abcdef0"
  })
  void whatIsKeptCannotBeSetOnTheCommandLine(String name, String value) {
    SettingsException refused =
        assertThrows(
            SettingsException.class, () -> PipelineSettings.of(Map.of(name, value), Map.of()));
    assertEquals(
        name + " belongs to what is kept, not to one deployment: set it in cdk.json, not with -c.",
        refused.getMessage());
  }

  @Test
  void tagsAreAnObjectOfNamesAndTexts() {
    assertEquals(
        Map.of("team", "vision"), settings(Map.of("tags", Map.of("team", "vision"))).kept().tags());
    assertTrue(sentence(Map.of("tags", "team=vision")).startsWith("tags is an object of names"));
    assertTrue(
        sentence(Map.of("tags", Map.of("aws:team", "x")))
            .endsWith("no name beginning with 'aws:', not 'aws:team=x'."));
    Map<String, String> tooMany = new HashMap<>();
    for (int i = 0; i < 41; i++) {
      tooMany.put("t" + i, "x");
    }
    assertEquals("tags are at most 40, not 41.", sentence(Map.of("tags", tooMany)));
  }

  @Test
  void aPermissionsBoundaryIsAPolicysName() {
    assertTrue(
        sentence(Map.of("permissionsBoundary", "arn:aws:iam::1:policy/x"))
            .startsWith("permissionsBoundary is the name of a managed policy"));
  }

  @Test
  void aListIsOneTextOrAListInTheFile() {
    assertTrue(
        sentence(Map.of("run", List.of("a", "b"))).startsWith("run is one text, not '[a, b]'"));
  }

  @Test
  void imagesThatLoseTheirTimesAreNotTakenOver(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("a.png"), "a");
    assertEquals(
        "incremental needs images with times of their own, which the archive of a local folder does not keep: name the s3:// address of images.",
        sentence(Map.of("images", folder.toString(), "incremental", "true")));
  }

  @Test
  void anEmptyLocalFolderIsRefused(@TempDir Path folder) {
    assertEquals(
        "images is a folder with at least one file: '%s' is empty.".formatted(folder),
        sentence(Map.of("images", folder.toString())));
  }

  @Test
  void aLocalFolderAboveTheLimitIsRefusedWithTheCure(@TempDir Path folder) throws IOException {
    try (RandomAccessFile sparse =
        new RandomAccessFile(folder.resolve("large.tif").toFile(), "rw")) {
      sparse.setLength(ImagesSource.MOST_BYTES);
      run("images", folder.toString());
      sparse.setLength(ImagesSource.MOST_BYTES + 1);
    }
    assertEquals(
        "images is a local folder of at most 20000 files and 2147483648 bytes: '%s' has 1 files and 2147483649 bytes; upload it ('aws s3 sync %s s3://YOUR-BUCKET/images/') and name its s3:// address."
            .formatted(folder, folder),
        sentence(Map.of("images", folder.toString())));
  }
}
