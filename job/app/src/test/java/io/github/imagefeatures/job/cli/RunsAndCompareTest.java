package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.imagefeatures.job.folder.Json;
import io.github.imagefeatures.listing.TarFile;
import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs, listed, compared and thought through beforehand. */
final class RunsAndCompareTest {
  @TempDir private static Path folder;
  private static Path images;
  private static Path output;
  private static Cli cli;
  private static Cli.Result second;

  @BeforeAll
  static void makeRuns() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("imagefeatures.home", folder.resolve("no-checkout").toString());
    System.setProperty("imagefeatures.weights", "http://127.0.0.1:1/");
    cli = new Cli(folder);
    images = folder.resolve("images");
    output = folder.resolve("out");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 4), 1);
    Cli.Result first = run("one");
    assertEquals(0, first.code(), first.err());
    Path picture = images.resolve("again");
    Files.createDirectory(picture);
    try (Stream<Path> files = Files.walk(images)) {
      Path any = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
      Files.move(any, picture.resolve("moved.jpg"));
    }
    Files.writeString(images.resolve("again/broken.jpg"), "no picture");
    Files.writeString(images.resolve("again/notes.txt"), "no image by its name");
    Files.writeString(images.resolve("again/phone.heic"), "no image by its name");
    Files.writeString(images.resolve("again/phone2.heic"), "no image by its name");
    second = run("two", "--components=2", "--max-rejected-fraction=0.5");
    assertEquals(0, second.code(), second.err());
    assertEquals(4, run("failed", "--max-rejected-fraction=0.01").code());
    makeUnfinishedAndDamagedOnes();
  }

  private static void makeUnfinishedAndDamagedOnes() throws IOException {
    Path shards = output.resolve("runs/unfinished/_working/shards");
    Files.createDirectories(shards);
    Files.writeString(output.resolve("runs/unfinished/_working/run.json"), "{}");
    Files.writeString(
        shards.resolve("00000.json"),
        "{\"index\":0,\"featurized_by_label\":{\"a\":2,\"b\":3},\"rejected_by_label\":{\"a\":1},\"rejected_by_reason\":{\"empty\":1},\"processors\":[],\"files\":[]}");
    write("runs/torn/manifest.json", "{\"format\": 1, ");
    write("runs/bare/manifest.json", "{\"format\": 1}");
    Files.createDirectories(output.resolve("runs/nothing"));
    Files.createDirectories(output.resolve("runs/.hidden"));
    write("runs/a-file", "");
  }

  @AfterAll
  static void restore() {
    System.clearProperty("spark.master");
    System.clearProperty("imagefeatures.home");
    System.clearProperty("imagefeatures.weights");
  }

  @Test
  void theSummarySaysWhatWasLeftOutBySuffix() {
    assertTrue(
        second.out().lines().anyMatch("left out       3 files: 2 .heic, 1 .txt"::equals),
        second.out());
  }

  @Test
  void runsListsEachWithItsState() {
    JsonNode runs = answer("runs", "--output", output.toString()).at("/result/runs");
    assertEquals(7, runs.size(), runs.toString());
    JsonNode one = named("one", runs);
    assertEquals("complete", one.get("state").asText());
    assertEquals(8, one.get("listed").asInt());
    assertEquals(8, one.get("featurized").asInt());
    assertEquals(0, one.get("rejected").asInt());
    assertTrue(one.get("components").asInt() > 0);
    assertTrue(one.get("cumulative_variance").asDouble() >= 0.99);
    assertTrue(one.get("seconds").asDouble() > 0);
    JsonNode failed = named("failed", runs);
    assertEquals("failed", failed.get("state").asText());
    assertEquals(4, failed.get("exit_code").asInt());
    assertTrue(failed.get("sentence").asText().contains("were rejected"));
    assertTrue(failed.has("last_written"));
    JsonNode unfinished = named("unfinished", runs);
    assertEquals("unfinished", unfinished.get("state").asText());
    assertEquals(5, unfinished.get("featurized").asInt());
    assertEquals(1, unfinished.get("rejected").asInt());
    assertFalse(unfinished.has("components"));
    for (String damaged : List.of("torn", "bare", "nothing")) {
      assertEquals("damaged", named(damaged, runs).get("state").asText(), damaged);
      assertTrue(named(damaged, runs).get("sentence").asText().endsWith("."), damaged);
    }
  }

  @Test
  void runsAreListedOldestFirstWhateverTheirState() {
    List<String> names =
        answer("runs", "--output", output.toString()).at("/result/runs").findValuesAsText("run_id");
    assertTrue(names.indexOf("one") < names.indexOf("two"), names.toString());
    assertTrue(names.indexOf("two") < names.indexOf("failed"), names.toString());
    assertTrue(names.indexOf("failed") < names.indexOf("unfinished"), names.toString());
  }

  @Test
  void removedRunsAreGoneAndLatestNamesTheNewestThatIsLeft() throws IOException {
    Path other = folder.resolve("removing");
    for (String run : List.of("one", "two", "failed", "torn")) {
      copy(output.resolve("runs/" + run), other.resolve("runs/" + run));
    }
    Files.copy(output.resolve("latest.json"), other.resolve("latest.json"));
    JsonNode result =
        answer("runs", "--output", other.toString(), "--remove", "two", "failed").get("result");
    assertEquals("[\"two\",\"failed\"]", result.get("removed").toString());
    assertEquals("one", result.get("latest").asText());
    assertEquals(List.of("one", "torn"), names(other.resolve("runs")));
    assertTrue(Files.readString(other.resolve("latest.json")).contains("runs/one/manifest.json"));

    assertRefused(6, "There is no run two", "runs", "--output=" + other, "--remove", "one", "two");
    assertRefused(2, "is not a run's name", "runs", "--output=" + other, "--remove", "*");
    assertRefused(2, "is not a run's name", "runs", "--output=" + other, "--remove", "../out");
    assertEquals(List.of("one", "torn"), names(other.resolve("runs")), "all or none");

    Cli.Result last = cli.run("runs", "--output=" + other, "--remove", "torn", "one");
    assertEquals(0, last.code(), last.err());
    assertEquals("Removed torn, one; there is no complete run any more.", last.out().strip());
    assertEquals(List.of(), names(other.resolve("runs")));
    assertFalse(Files.exists(other.resolve("latest.json")));
  }

  @Test
  void aRunThatIsBeingWrittenIsNotRemoved() throws Exception {
    Process writing = new ProcessBuilder("sleep", "600").start();
    try {
      String started = writing.info().startInstant().orElseThrow().toString();
      String host = InetAddress.getLocalHost().getHostName();
      Path other = folder.resolve("writing");
      write(other, "alive", holder(host, writing.pid(), started));
      write(other, "elsewhere", holder("another-machine", 1, ""));
      write(other, "ended", holder("", 0, ""));
      String at = "--output=" + other;
      assertRefused(6, "is at work on the run alive", "runs", at, "--remove", "ended", "alive");
      assertRefused(6, "may still be at work", "runs", at, "--remove", "elsewhere", "ended");
      assertEquals(List.of("alive", "elsewhere", "ended"), names(other.resolve("runs")));
      assertEquals(0, cli.run("runs", at, "--remove", "ended").code());
      assertEquals(List.of("alive", "elsewhere"), names(other.resolve("runs")));
    } finally {
      writing.destroyForcibly();
    }
  }

  @Test
  void aPersonGetsATableAndTheReasons() {
    Cli.Result table = cli.run("runs", "--output", output.toString());
    assertEquals(0, table.code(), table.err());
    List<String> lines = table.out().lines().toList();
    assertTrue(
        lines.get(0).matches("RUN +STATE +IMAGES +REJECTED +K +VARIANCE +TOOK"), table.out());
    assertTrue(
        lines.stream()
            .anyMatch(
                line -> line.matches("one +complete +8 +0 +\\d+ +\\d+\\.\\d\\d % +\\d+ (s|min)")),
        table.out());
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.matches("unfinished +unfinished +5 +1 +- +- +wrote .* ago")),
        table.out());
    assertTrue(
        table.out().contains("  2 of 9 images")
            || table.out().contains("of 9 images were rejected"),
        table.out());
  }

  @Test
  void anOutputWithoutRunsIsEmptyAndAMissingOneIsRefused() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertEquals(0, answer("runs", "--output", empty.toString()).at("/result/runs").size());
    Cli.Result said = cli.run("runs", "--output", empty.toString());
    assertEquals("", said.out());
    assertEquals("image-features: there are no runs in " + empty + " yet.", said.sentence());
    Cli.Result missing = cli.run("runs", "--output", folder.resolve("none").toString());
    assertEquals(6, missing.code());
    assertTrue(missing.sentence().contains("There is no output"), missing.err());
  }

  @Test
  void compareSaysInWhatTwoRunsDiffer() {
    JsonNode result = answer("compare", "--output", output.toString(), "one", "two").get("result");
    JsonNode differences = result.get("differences");
    assertEquals(0.99, differences.at("/options.variance/first").asDouble());
    assertTrue(differences.at("/options.variance/second").isNull());
    assertEquals(2, differences.at("/options.components/second").asInt());
    assertEquals(8, differences.at("/counts.listed/first").asInt());
    assertEquals(9, differences.at("/counts.listed/second").asInt());
    assertEquals(1, differences.at("/counts.rejected/second").asInt());
    assertEquals(2, differences.at("/reduction.components/second").asInt());
    assertTrue(differences.has("reduction.cumulative_variance"));
    assertFalse(differences.has("versions.spark"));
    assertFalse(differences.has("run_id"));
    assertEquals(1, result.at("/images/only_in_first").asInt());
    assertEquals(2, result.at("/images/only_in_second").asInt());
    assertEquals("again/broken.jpg", result.at("/images/examples_of_second/0").asText());
    assertEquals("again/moved.jpg", result.at("/images/examples_of_second/1").asText());
    // Seven of the eight pictures are those of the first, and the eighth is one under another name.
    assertEquals(0, result.at("/drift/distance").asDouble(-1));
    assertEquals(0, result.at("/drift/beyond_first").asDouble(-1));
  }

  @Test
  void compareNamesEachFigureOfAList() {
    JsonNode result = answer("compare", "--output", output.toString(), "one", "two").get("result");
    List<String> names = new ArrayList<>();
    result.get("differences").fieldNames().forEachRemaining(names::add);
    assertTrue(
        names.stream()
            .anyMatch(
                name -> name.matches("neighbours\\.accuracy\\.measured\\[features \\d+]\\.top1")),
        names.toString());
    result
        .get("differences")
        .forEach(each -> assertFalse(each.at("/first/0").isObject(), each.toString()));
  }

  @Test
  void compareMeasuresTheDriftOfOtherPicturesWithTheFirstRunsFit() throws IOException {
    Path others = folder.resolve("others");
    new ImageGenerator().generate(others.toString(), new SetSize(2, 3), 9);
    String[] made = {"run", "--images", others.toString(), "--output", output.toString()};
    String[] untrained = {"--allow-untrained", "--features-only", "--run-id", "others"};
    Cli.Result run = cli.run(Stream.of(made, untrained).flatMap(Stream::of).toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    try {
      String at = output.toString();
      JsonNode drift = answer("compare", "--output", at, "two", "others").at("/result/drift");
      assertTrue(drift.get("distance").asDouble(-1) >= 0, drift.toString());
      assertTrue(drift.get("beyond_first").asDouble(-1) >= 0, drift.toString());
      assertTrue(drift.get("unknown").isNull(), drift.toString());
      Cli.Result without = cli.run("compare", "--output", at, "others", "two");
      assertTrue(without.out().contains("drift: unknown, since the first says nothing of how far"));
    } finally {
      FileUtils.deleteDirectory(output.resolve("runs/others").toFile());
    }
  }

  @Test
  void runsAreComparedWhereverTheirFoldersAre() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.copy(output.resolve("runs/one/manifest.json"), elsewhere.resolve("manifest.json"));
    Cli.Result same =
        cli.run("compare", "--output", output.toString(), "one", elsewhere.toString());
    assertEquals(0, same.code(), same.err());
    assertTrue(same.out().contains("The manifests are the same."), same.out());
    assertTrue(same.out().contains("The images are the same."), same.out());
    assertTrue(same.out().contains("drift: 0.000, by Kolmogorov"), same.out());
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    String at = output.toString();
    assertRefused(6, "There is no complete run in", "compare", "--output", at, "one", "failed");
    assertRefused(6, "There is no complete run in", "compare", "--output", at, "one", "none");
    assertRefused(6, "is damaged", "compare", "--output", at, "one", "torn");
    assertRefused(6, "is damaged", "compare", "--output", at, "bare", "one");
    assertRefused(2, "--output is missing", "compare", "one", "two");
    assertRefused(2, "not a run's name", "compare", "--output", at, "..", "two");
  }

  @Test
  void aDryRunSaysWhatWouldBeReadAndWritesNothing() throws IOException {
    List<String> before = tree();
    JsonNode plan =
        answer("run", "--dry-run", "--images=" + images, "--output=" + output, "--shard-size=4")
            .get("result");
    assertEquals(before, tree());
    assertEquals(9, plan.at("/images/images").asInt());
    assertEquals(9, plan.at("/images/by_format/jpg").asInt());
    assertEquals(2, plan.at("/images/by_label/again").asInt());
    assertEquals(0, plan.at("/images/skipped/hidden").asInt());
    assertTrue(plan.at("/images/bytes").asLong() > 1000);
    assertEquals(3, plan.get("shards").asInt());
    assertEquals(3, plan.get("tasks").asInt());
    String pace = plan.at("/estimate/pace/from").asText();
    assertTrue(
        pace.startsWith("7 ms of a core an image"), "no pace is taken from 8 images: " + pace);
    assertTrue(plan.at("/estimate/seconds").asDouble() > 0);
    assertEquals(0, plan.at("/estimate/dollars").size());
  }

  @Test
  void aDryRunShowsTheLabelsAndTheSplitsOfALabelsFile() throws IOException {
    Path labels =
        Files.writeString(
            folder.resolve("labels.csv"), "image,class,split\nmoved.jpg,found,held-out\n");
    String[] planned = {
      "run", "--dry-run", "--images=" + images, "--output=" + output, "--labels=" + labels
    };
    List<String> before = tree();
    JsonNode counted = answer(planned).at("/result/images");
    assertEquals(1, counted.at("/by_label/found").asInt());
    assertEquals(8, counted.at("/by_label/").asInt());
    assertEquals(1, counted.at("/by_split/held-out").asInt());
    assertEquals(labels.toString(), counted.get("labels_from").asText());

    Cli.Result plan = cli.run(planned);

    assertEquals(0, plan.code(), plan.err());
    assertTrue(plan.out().contains("labels         2, from " + labels + "\n"), plan.out());
    assertTrue(plan.out().contains("splits         (none) 8, held-out 1\n"), plan.out());
    assertTrue(plan.err().contains("8 of 9 images are not in the labels file"), plan.err());
    assertEquals(before, tree());
    assertRefused(
        2, "--labels is a .csv, .tsv, .parquet or .jsonl file", with(planned, "--labels=x.xlsx"));
    assertRefused(3, "cannot be read: File", with(planned, "--labels=none.csv"));
  }

  @Test
  void aDryRunSaysWhatGivesTheLabels() throws IOException {
    assertPlanned("labels         3, the names of folders\n", images);
    Path flat = Files.createDirectory(folder.resolve("flat"));
    byte[] picture = Files.readAllBytes(images.resolve("again/moved.jpg"));
    Files.write(flat.resolve("1.jpg"), picture);
    assertPlanned("labels         none\nleft out", flat);
    new TarFile()
        .with("1.jpg", picture)
        .with("1.cls", "apple".getBytes(StandardCharsets.UTF_8))
        .writeTo(flat.resolve("shard.tar"));
    assertPlanned("labels         2, the names of folders, or what tars say\n", flat);
    Path unlabelled = Files.writeString(folder.resolve("splits.csv"), "path,label\n1.jpg,\n");
    Files.delete(flat.resolve("shard.tar"));
    assertPlanned("labels         none, from ", flat, "--labels=" + unlabelled);
  }

  private static void assertPlanned(String lines, Path set, String... further) {
    Cli.Result plan =
        cli.run(
            Stream.concat(
                    Stream.of(
                        "run",
                        "--dry-run",
                        "--features-only",
                        "--images=" + set,
                        "--output=" + output),
                    Stream.of(further))
                .toArray(String[]::new));
    assertEquals(0, plan.code(), plan.err());
    assertTrue(plan.out().contains(lines), plan.out());
  }

  private static String[] with(String[] planned, String labels) {
    String[] other = planned.clone();
    other[other.length - 1] = labels;
    return other;
  }

  @Test
  void aDryRunBelievesThePaceOfARunOfAHundredImages() throws IOException {
    Path paced = Files.createDirectories(folder.resolve("paced/runs/two"));
    Files.copy(output.resolve("latest.json"), folder.resolve("paced/latest.json"));
    ObjectNode manifest =
        (ObjectNode) Json.MAPPER.readTree(output.resolve("runs/two/manifest.json").toFile());
    manifest.put("images_per_second", 50.0);
    ((ObjectNode) manifest.get("seconds")).put("featurizing", 2.0);
    Json.MAPPER.writeValue(paced.resolve("manifest.json").toFile(), manifest);
    JsonNode plan =
        answer("run", "--dry-run", "--images=" + images, "--output=" + folder.resolve("paced"));
    assertEquals("the run two", plan.at("/result/estimate/pace/from").asText());
    assertEquals(50, plan.at("/result/estimate/pace/images_per_second").asDouble());
  }

  @Test
  void aDryRunIntoANewOutputDoesNotMakeIt() throws IOException {
    Path fresh = folder.resolve("fresh");
    Cli.Result plan =
        cli.run(
            "run", "--dry-run", "--images=" + images, "--output=" + fresh, "--cluster=m5.xlarge:4");
    assertEquals(0, plan.code(), plan.err());
    assertFalse(Files.exists(fresh));
    assertTrue(plan.out().contains("time           about 10 min"), plan.out());
    assertTrue(
        plan.out().contains("1,280 images/s: 80 a vCPU (docs/scaling.md), 4 x m5.xlarge"),
        plan.out());
    assertTrue(plan.out().matches("(?s).*cost +about 0\\.\\d\\d dollars.*"), plan.out());
    plan.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void aDryRunOfAnUnfinishedRunSaysWhatIsDoneAndLeavesItAsItIs() throws IOException {
    List<String> before = tree();
    JsonNode plan =
        answer(
                "run",
                "--dry-run",
                "--allow-untrained",
                "--images=" + images,
                "--output=" + output,
                "--run-id=failed")
            .get("result");
    assertEquals("failed", plan.get("run_id").asText());
    assertEquals(9, plan.get("done").asInt());
    assertEquals(0, plan.get("shards").asInt());
    assertEquals(before, tree());
  }

  @Test
  void aDryRunRefusesWhatTheRunWould() throws IOException {
    List<String> before = tree();
    String in = "--images=" + images;
    String out = "--output=" + output;
    assertRefused(6, "complete already", "run", "--dry-run", in, out, "--run-id=one");
    assertRefused(3, "components are asked for", "run", "--dry-run", in, out, "--components=9");
    assertRefused(6, "inside the images", "run", "--dry-run", in, "--output=" + images);
    assertRefused(3, "There is no '", "run", "--dry-run", "--images=" + folder.resolve("no"), out);
    assertEquals(before, tree());
  }

  @Test
  void aNumberOfComponentsFromTheEnvironmentIsAWish() {
    Cli.Result plan =
        new Cli(folder)
            .with("IMAGE_FEATURES_COMPONENTS", "50")
            .run("run", "--dry-run", "--images=" + images, "--output=" + output);
    assertEquals(0, plan.code(), plan.err());
    assertTrue(plan.err().contains("These images have at most 8 components"), plan.err());
  }

  private static Cli.Result run(String runId, String... more) {
    List<String> line = new ArrayList<>(List.of("run", "--allow-untrained"));
    line.addAll(List.of("--images=" + images, "--output=" + output, "--run-id=" + runId));
    line.addAll(List.of(more));
    return cli.run(line.toArray(String[]::new));
  }

  private static JsonNode answer(String... line) {
    List<String> all = new ArrayList<>(List.of(line));
    all.add("--json");
    Cli.Result result = cli.run(all.toArray(String[]::new));
    assertEquals(0, result.code(), result.err());
    JsonNode answer = result.json();
    assertEquals(1, answer.get("format").asInt());
    assertEquals(line[0], answer.get("command").asText());
    assertEquals(0, answer.get("exit_code").asInt());
    return answer;
  }

  private static void assertRefused(int code, String sentence, String... line) {
    Cli.Result refused = cli.run(line);
    assertEquals(code, refused.code(), refused.err());
    assertTrue(refused.sentence().contains(sentence), refused.err());
  }

  private static JsonNode named(String runId, JsonNode runs) {
    for (JsonNode run : runs) {
      if (run.get("run_id").asText().equals(runId)) {
        return run;
      }
    }
    throw new AssertionError(runId + " in " + runs);
  }

  private static List<String> tree() throws IOException {
    List<String> tree = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted().toList()) {
        tree.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    }
    return tree;
  }

  private static String holder(String host, long pid, String started) {
    return "{\"host\":\"%s\",\"pid\":%s,\"started\":\"%s\"}".formatted(host, pid, started);
  }

  private static void write(Path output, String runId, String holder) throws IOException {
    Path working = Files.createDirectories(output.resolve("runs/" + runId + "/_working/turns"));
    Files.writeString(working.resolve("000001-0.json"), holder);
    Files.writeString(working.resolveSibling("run.json"), "{}");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.walk(from)) {
      for (Path entry : entries.toList()) {
        Path copied = to.resolve(from.relativize(entry).toString());
        Files.createDirectories(copied.getParent());
        Files.copy(entry, copied);
      }
    }
  }

  private static void write(String name, String text) throws IOException {
    Path file = output.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
