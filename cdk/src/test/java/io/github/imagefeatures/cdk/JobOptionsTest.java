package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.cli.options.PrintOptions;
import io.github.imagefeatures.job.cli.options.RunArguments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The job's options as settings of a deployment. */
class JobOptionsTest {
  /** A value of each that is not the default, and the argument that is made of it. */
  private static final Map<String, String> EACH =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("batchSize=8", "--batch-size=8"),
              Map.entry("components=12", "--components=12"),
              Map.entry("csv=false", "--no-csv"),
              Map.entry("engine=onnxruntime", "--engine=onnxruntime"),
              Map.entry("featuresOnly=true", "--features-only"),
              Map.entry("fitFrom=s3://mine/runs/a", "--fit-from=s3://mine/runs/a"),
              Map.entry("glob=*.{jpg,png}", "--glob=*.{jpg,png}"),
              Map.entry("incremental=true", "--incremental"),
              Map.entry("labels=s3://mine/labels.csv", "--labels=s3://mine/labels.csv"),
              Map.entry("limit=1000", "--limit=1000"),
              Map.entry("maxBytes=1000000", "--max-bytes=1000000"),
              Map.entry("maxPixels=1000000", "--max-pixels=1000000"),
              Map.entry("maxRejectedFraction=0.20", "--max-rejected-fraction=0.2"),
              Map.entry("modelSha256=" + "ab".repeat(32), "--model-sha256=" + "ab".repeat(32)),
              Map.entry("neighbours=20", "--neighbours=20"),
              Map.entry("network=s3://mine/vit.onnx", "--network=s3://mine/vit.onnx"),
              Map.entry("networkOutput=features", "--network-output=features"),
              Map.entry("networkSha256=" + "cd".repeat(32), "--network-sha256=" + "cd".repeat(32)),
              Map.entry("orientation=exif", "--orientation=exif"),
              Map.entry("partitions=64", "--partitions=64"),
              Map.entry("pooling=cls", "--pooling=cls"),
              Map.entry("preprocessing=s3://mine/a.json", "--preprocessing=s3://mine/a.json"),
              Map.entry("resampling=pillow-12", "--resampling=pillow-12"),
              Map.entry("scaling=none", "--scaling=none"),
              Map.entry("shardSize=500", "--shard-size=500"),
              Map.entry("sparkInternals=off", "--spark-internals=off"),
              Map.entry("thumbnails=1000", "--thumbnails=1000"),
              Map.entry("variance=0.9", "--variance=0.9"),
              Map.entry("verbose=true", "--verbose")));

  private static JobOptions read(Map<String, ?> context) {
    return PipelineSettings.of(context, context).run().options();
  }

  private static JobOptions read(String setting) {
    String[] parts = setting.split("=", 2);
    return read(Map.of(parts[0], parts[1]));
  }

  private static SettingsException refused(Map<String, ?> context) {
    return assertThrows(SettingsException.class, () -> read(context));
  }

  private static List<String> namesOfTheJob() {
    List<String> names = new ArrayList<>();
    for (Object each : List.of(new RunArguments(), new PrintOptions())) {
      for (OptionSpec option : new CommandLine(each).getCommandSpec().options()) {
        names.add(option.longestName());
      }
    }
    return names;
  }

  /** A new option of the job is a setting; it wants a value here and a row in the documentation. */
  @Test
  void everyOptionOfARunIsASettingOrIsRefusedWithTheReason() {
    TreeSet<String> settings = new TreeSet<>();
    EACH.keySet().forEach(each -> settings.add(each.split("=", 2)[0]));
    assertEquals(settings, new TreeSet<>(JobOptions.names()));
    assertEquals(
        namesOfTheJob().size(),
        settings.size()
            + JobOptions.decided().size()
            + List.of("images", "output", "model").size());
  }

  @Test
  void noSettingHasTheNameOfAnOption() {
    for (String name : JobOptions.names()) {
      assertFalse(PipelineSettings.NAMES.contains(name), name);
    }
    for (String name : JobOptions.decided()) {
      assertFalse(PipelineSettings.NAMES.contains(name), name);
    }
  }

  @Test
  void eachOptionReachesTheStepAsOneElement() {
    Map<String, String> context = new HashMap<>();
    List<String> expected = new ArrayList<>();
    EACH.forEach(
        (setting, argument) -> {
          if (!setting.matches("(variance|featuresOnly|fitFrom|modelSha256)=.*")) {
            String[] parts = setting.split("=", 2);
            context.put(parts[0], parts[1]);
            expected.add(argument);
          }
        });
    List<String> arguments = Synthesized.of(context).stepArguments();
    assertTrue(arguments.containsAll(expected), arguments.toString());
    assertEquals(arguments.size(), new HashSet<>(arguments).size(), arguments.toString());
  }

  @Test
  void whatOnlyWeightsOfTheDefaultNetworkHaveReachesTheStepWithoutAnotherNetwork() {
    String setting = "modelSha256=" + "ab".repeat(32);
    assertEquals(List.of("--variance=0.99", EACH.get(setting)), read(setting).arguments());
  }

  @Test
  void aNetworkOfOnesOwnComesWithoutWeightsAndMayHaveMoreFeaturesThanTheDefault() {
    Map<String, String> context =
        Map.of(
            "network", "s3a://mine/nets/vit.onnx", "preprocessing", "clip", "components", "2000");
    List<String> arguments = Synthesized.of(context).stepArguments();
    assertTrue(arguments.contains("--network=s3://mine/nets/vit.onnx"), arguments.toString());
    assertTrue(arguments.contains("--preprocessing=clip"), arguments.toString());
    assertTrue(
        arguments.stream().noneMatch(each -> each.startsWith("--model")), arguments.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"variance", "featuresOnly", "fitFrom"})
  void whatComponentsOfTheseImagesExcludeReachesTheStepWithoutThem(String name) {
    String setting =
        EACH.keySet().stream()
            .filter(each -> each.startsWith(name + "="))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of(EACH.get(setting)), read(setting).arguments());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://mine/runs/a/", "s3a://mine/runs/a"})
  void theAddressOfAFitHasOneForm(String address) {
    assertEquals(
        List.of("--fit-from=s3://mine/runs/a"), read(Map.of("fitFrom", address)).arguments());
  }

  @Test
  void theAddressOfLabelsHasOneForm() {
    assertEquals(
        List.of("--variance=0.99", "--labels=s3://mine/a b.csv"),
        read(Map.of("labels", "s3a://mine/a b.csv")).arguments());
  }

  @Test
  void whateverIsSetMakesAnotherCluster() {
    String byDefault = Synthesized.of(Map.of()).clusterId();
    for (String each : List.of("thumbnails=1000", "csv=false", "incremental=true", "glob=*.png")) {
      String[] parts = each.split("=", 2);
      assertNotEquals(byDefault, Synthesized.of(Map.of(parts[0], parts[1])).clusterId(), each);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thumbnails=10000",
        "neighbours=10",
        "csv=true",
        "incremental=false",
        "maxRejectedFraction=0.10",
        "scaling=standard",
        "resampling=pillow-13",
        "orientation=ignore",
        "variance=0.990",
        "verbose=",
        "sparkInternals=auto"
      })
  void whatTheJobDoesAnywayIsLeftOut(String setting) {
    assertEquals(List.of("--variance=0.99"), read(setting).arguments());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "thumbnails=10001 | IF-ARG-13 | --thumbnails is 0 to 10000, not 10001.",
        "neighbours=101 | IF-ARG-22 | --neighbours is 0 to 100, not 101.",
        "thumbnails=many | IF-ARG-03 | Invalid value for option '--thumbnails': 'many' is not an integer, or is out of range.",
        "maxRejectedFraction=1.5 | IF-ARG-12 | --max-rejected-fraction is 0 to 1, not 1.5.",
        "batchSize=65 | IF-ARG-10 | --partitions or --batch-size: the batch size is 1 to 64.",
        "shardSize=0 | IF-ARG-11 | --shard-size is 1 or more, not 0.",
        "variance=1.01 | IF-ARG-09 | --variance or --components: the share of the variance is above 0 and at most 1, not 1.01.",
        "variance=99% | IF-ARG-03 | Invalid value for option '--variance': '99%' is not a number.",
        "components=0 | IF-ARG-09 | --variance or --components: the number of components is 1 or more, not 0.",
        "components=many | IF-ARG-03 | Invalid value for option '--components': 'many' is neither an integer nor auto.",
        "components=1281 | IF-CDK-01 | components is an integer from 1 to 1280, not '1281'.",
        "scaling=minmax | IF-ARG-03 | Invalid value for option '--scaling': 'minmax' is not one of standard, none.",
        "fitFrom=/home/me/runs/a | IF-CDK-01 | fitFrom is the id of a run of the same output, or the s3:// address of a run, not '/home/me/runs/a'.",
        "fitFrom=s3://mine/* | IF-CDK-01 | fitFrom is an address such as s3://bucket/prefix, without '*' and '?', not 's3://mine/*'.",
        "labels=/home/me/labels.csv | IF-CDK-01 | labels is the s3:// address of a labels file, not '/home/me/labels.csv'.",
        "labels=s3://mine/labels.txt | IF-ARG-23 | --labels is a .csv, .tsv, .parquet or .jsonl file whose name does not begin with '_' or '.', not 's3://mine/labels.txt'.",
        "incremental=yes | IF-CDK-01 | incremental is true or false, not 'yes'.",
        "dryRun=true | IF-CDK-15 | dryRun is no setting of a deployment: a dry run needs no cluster: use 'image-features run --dry-run' on this machine.",
      })
  void aValueIsRefusedWithTheJobsOwnSentence(String setting, String id, String sentence) {
    String[] parts = setting.split("=", 2);
    SettingsException refused = refused(Map.of(parts[0], parts[1]));
    assertEquals(sentence, refused.getMessage());
    assertEquals(id, refused.id());
  }

  @Test
  void aGlobIsReadAsTheJobReadsIt() {
    String sentence = refused(Map.of("glob", "*.{jpg")).getMessage();
    assertTrue(
        sentence.startsWith("--glob or --limit: The glob '*.{jpg' cannot be read"), sentence);
  }

  @Test
  void varianceAndComponentsExcludeEachOther() {
    assertEquals(
        "--variance and --components exclude each other: give one of them.",
        refused(Map.of("variance", "0.9", "components", "5")).getMessage());
  }

  @Test
  void whatADeploymentDecidesIsRefusedWithTheReason() {
    for (String name : JobOptions.decided()) {
      SettingsException refused = refused(Map.of(name, "true"));
      assertEquals("IF-CDK-15", refused.id());
      assertTrue(refused.getMessage().startsWith(name + " is no setting of a deployment: "));
    }
  }

  @Test
  void optionsAreReadWithoutSpark() {
    assertThrows(
        ClassNotFoundException.class, () -> Class.forName("org.apache.spark.sql.SparkSession"));
  }
}
