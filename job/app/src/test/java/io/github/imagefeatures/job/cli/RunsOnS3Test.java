package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.s3.LocalS3;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on an object store, where folders are nothing but prefixes. */
final class RunsOnS3Test {
  private static final String HADOOP = "spark.hadoop.";
  private static final String MANIFEST =
      """
      {"format": 1, "run_id": "%1$s", "started": "2026-11-26T10:00:00Z", "ended": "2026-11-26T10:01:30Z",
       "input": {"uri": "s3a://bucket/photos", "matched": 5, "digest": "d"}, "options": {"variance": %2$s},
       "versions": {"spark": "3.5.6"}, "counts": {"listed": 5, "featurized": 5, "rejected": 0, "rejected_by_reason": {}},
       "weights": {"source": "w.h5", "sha256": "w", "description": "own", "recognition": "unknown", "trained": true},
       "reduction": {"dimension": 1280, "scaling": "standard", "components": %3$d, "cumulative_variance": %2$s},
       "seconds": {"featurizing": 1.0}, "images_per_second": 5.0}
      """;

  @TempDir private static Path folder;
  private static LocalS3 server;
  private static Map<String, String> settings;

  @BeforeAll
  static void start() {
    server = new LocalS3(folder);
    settings = LocalS3.hadoopSettings(server.endpoint());
    settings.forEach((name, value) -> System.setProperty(HADOOP + name, value));
    put("out/runs/one/manifest.json", MANIFEST.formatted("one", "0.9", 2));
    put("out/runs/two/manifest.json", MANIFEST.formatted("two", "0.95", 3));
    put("out/runs/begun/_working/run.json", "{}");
    put("out/runs/torn/manifest.json", "{");
    put("out/latest.json", "{\"run_id\": \"two\"}");
  }

  @AfterAll
  static void stop() {
    settings.keySet().forEach(name -> System.clearProperty(HADOOP + name));
    server.close();
  }

  @Test
  void runsAreListed() {
    Cli.Result result = new Cli(folder).run("runs", "--json", "--output", "s3a://bucket/out");
    assertEquals(0, result.code(), result.err());
    JsonNode runs = result.json().at("/result/runs");
    assertEquals(4, runs.size(), runs.toString());
    assertEquals("torn damaged, one complete, two complete, begun unfinished", states(runs));
    assertEquals(90, runs.get(1).get("seconds").asInt());
  }

  @Test
  void runsAreComparedByNameAndByFolder() {
    Cli.Result named =
        new Cli(folder).run("compare", "--json", "--output=s3://bucket/out", "one", "two");
    assertEquals(0, named.code(), named.err());
    assertEquals(3, named.json().at("/result/differences/reduction.components/second").asInt());
    Cli.Result folders =
        new Cli(folder).run("compare", "s3a://bucket/out/runs/one", "s3a://bucket/out/runs/two");
    assertEquals(0, folders.code(), folders.err());
    assertTrue(folders.out().contains("options.variance"), folders.out());
  }

  @Test
  void aRunIsRemovedWithAllItsObjectsAndLatestNamesAnother() {
    put("few/runs/one/manifest.json", MANIFEST.formatted("one", "0.9", 2));
    put("few/runs/two/manifest.json", MANIFEST.formatted("two", "0.95", 3));
    put("few/runs/two/features/part-0.parquet", "features");
    put("few/latest.json", "{\"run_id\": \"two\"}");
    Cli.Result result = new Cli(folder).run("runs", "--output=s3a://bucket/few", "--remove", "two");
    assertEquals(0, result.code(), result.err());
    assertEquals("Removed two; the newest complete run is one.", result.out().strip());
    Cli.Result left = new Cli(folder).run("runs", "--json", "--output", "s3a://bucket/few");
    assertEquals("one complete", states(left.json().at("/result/runs")));
    Cli.Result gone = new Cli(folder).run("runs", "--output=s3a://bucket/few", "--remove", "two");
    assertEquals(6, gone.code(), gone.err());
  }

  @Test
  void whatIsNotThereIsRefusedInOneSentence() {
    assertRefused("There is no output s3a://bucket/none", "s3a://bucket/none");
    assertRefused("bucket does not exist", "s3a://no-such-bucket/out");
  }

  private static void assertRefused(String sentence, String output) {
    Cli.Result refused = new Cli(folder).run("runs", "--output", output);
    assertEquals(6, refused.code(), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertTrue(refused.sentence().contains(sentence), refused.err());
  }

  private static String states(JsonNode runs) {
    StringBuilder states = new StringBuilder();
    for (JsonNode run : runs) {
      states.append(states.isEmpty() ? "" : ", ");
      states.append(run.get("run_id").asText()).append(" ").append(run.get("state").asText());
    }
    return states.toString();
  }

  private static void put(String key, String content) {
    server.put(key, content.getBytes(StandardCharsets.UTF_8));
  }
}
