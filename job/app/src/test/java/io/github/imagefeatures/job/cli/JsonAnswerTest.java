package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --json}: one document on standard output, whatever happens. */
final class JsonAnswerTest {
  @TempDir private Path folder;

  @Test
  void aResultIsOneDocumentAndNothingElseIsOnStandardOutput() {
    String to = folder.resolve("drawn").toString();
    Cli.Result result =
        new Cli(folder).run("generate", "--to", to, "--classes=2", "--per-class=1", "--json");
    assertEquals(0, result.code(), result.err());
    JsonNode answer = result.json();
    assertEquals("generate", answer.get("command").asText());
    assertEquals(0, answer.get("exit_code").asInt());
    assertEquals(2, answer.at("/result/images").asInt());
    assertEquals(2, answer.at("/result/classes").asInt());
    assertEquals(to, answer.at("/result/folder").asText());
    assertEquals("command line", answer.at("/options/classes/from").asText());
    assertEquals(2, answer.at("/options/classes/value").asInt());
    assertEquals("default", answer.at("/options/seed/from").asText());
    assertFalse(answer.has("failure"));
  }

  @Test
  void aFailureIsADocumentWithExitCodeAndSentenceAndStillASentence() {
    Cli.Result result =
        new Cli(folder)
            .run("sample", "--json", "--from=/nonexistent", "--to=" + folder.resolve("x"));
    assertEquals(3, result.code());
    JsonNode answer = result.json();
    assertEquals("sample", answer.get("command").asText());
    assertEquals(3, answer.get("exit_code").asInt());
    assertEquals("IF-IN-01", answer.at("/failure/id").asText());
    assertEquals(
        result.sentence(),
        "image-features: %s [IF-IN-01]".formatted(answer.at("/failure/sentence").asText()));
    assertFalse(answer.has("result"));
  }

  @Test
  void aWrongCommandLineIsAnsweredInTheFormThatItAsksFor() {
    for (String line : new String[] {"--json nonsense", "run --json --varience 1", "runs --json"}) {
      Cli.Result result = new Cli(folder).run(line.split(" "));
      assertEquals(2, result.code(), line);
      assertEquals(2, result.json().get("exit_code").asInt(), line);
      assertTrue(result.json().at("/failure/sentence").asText().contains("--help"), line);
      assertTrue(result.json().at("/failure/id").asText().startsWith("IF-ARG-"), line);
    }
    Cli.Result byVariable = new Cli(folder).with("IMAGE_FEATURES_JSON", "true").run("nonsense");
    assertEquals(2, byVariable.json().get("exit_code").asInt());
  }

  @Test
  void theListOfOptionsHasEachAsTheParserTakesIt() throws IOException {
    // For --config.
    Files.createFile(folder.resolve("1"));
    JsonNode commands = new Cli(folder).run("options").json();
    assertEquals(commands, new Cli(folder).run("options", "--json").json().get("result"));
    JsonNode run = commands.get("run");
    assertEquals("integer", run.at("/batch-size/type").asText());
    assertEquals("number", run.at("/variance/type").asText());
    assertTrue(run.at("/output/required").asBoolean());
    assertEquals("pillow-13", run.at("/resampling/default").asText());
    assertEquals("--csv", run.at("/no-csv/opposite").asText());
    assertTrue(run.at("/batch-size/description").asText().endsWith("Default: 4"));
    for (JsonNode option : run) {
      String value = option.get("values").isEmpty() ? "1" : option.at("/values/0").asText();
      for (JsonNode name : option.get("names")) {
        boolean isSwitch = option.get("type").asText().equals("switch");
        assertIsUnderstood(name.asText() + (isSwitch ? "" : "=" + value));
      }
      if (option.hasNonNull("opposite")) {
        assertIsUnderstood(option.get("opposite").asText());
      }
    }
  }

  /** What comes after it is refused, so it is not. */
  private void assertIsUnderstood(String word) {
    if (!word.startsWith("--images") && !word.startsWith("--output")) {
      Cli cli = new Cli(folder);
      String sentence = cli.run("run", "--images=x", "--output=y", word, "--nonsense").sentence();
      assertTrue(sentence.contains("no option '--nonsense'"), sentence);
    }
  }

  @Test
  void passwordsInAddressesAreMasked() {
    Cli.Result result =
        new Cli(folder).run("runs", "--json", "--output", "file://user:secret@host" + folder);
    assertFalse(result.out().contains("secret"), result.out());
  }

  @Test
  void quietPrintsNothingButFailures() {
    String to = folder.resolve("drawn").toString();
    String[] line = {"generate", "--quiet", "--to", to, "--classes=2", "--per-class=1"};
    Cli.Result done = new Cli(folder).run(line);
    assertEquals("", done.out() + done.err());
    Cli.Result failed = new Cli(folder).run(line);
    assertEquals(6, failed.code());
    assertEquals(1, failed.err().lines().count(), failed.err());
  }

  @Test
  void whatWasProbablyMeantIsSaid() {
    assertTrue(
        new Cli(folder)
            .run("run", "--images=a", "--output=b", "--varience=1")
            .sentence()
            .contains("did you mean --variance?"));
    assertTrue(new Cli(folder).run("rnus").sentence().contains("did you mean run"));
  }
}
