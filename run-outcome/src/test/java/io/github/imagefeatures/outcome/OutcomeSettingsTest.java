package io.github.imagefeatures.outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeSettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "CLUSTER_ID", "j-1",
              "SIGNAL_URL", "https://example.com/handle",
              "TOPIC_ARN", "arn:aws:sns:eu-west-1:111122223333:outcomes",
              "RUN_FOLDER", "s3://data/output/runs/a-1/",
              "LOG_URI", "s3://logs",
              "SWEEP_NAME", "image-features-a-1"));

  private String refusal() {
    return assertThrows(IllegalArgumentException.class, () -> OutcomeSettings.of(environment))
        .getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CLUSTER_ID", "SIGNAL_URL", "TOPIC_ARN", "RUN_FOLDER", "LOG_URI", "SWEEP_NAME"})
  void aMissingVariableIsNamed(String name) {
    environment.remove(name);

    assertEquals(
        "The environment variable " + name + " is missing: deploy the run stack again.", refusal());
  }

  @Test
  void aDeadlineThatIsNoTimeIsRefused() {
    environment.put("DEADLINE", "tomorrow");

    assertEquals(
        "The environment variable DEADLINE is tomorrow: give an ISO-8601 instant or duration, as 2030-01-31T08:00:00Z or PT13H.",
        refusal());
  }

  @Test
  void aFolderThatIsNotOnS3IsRefused() {
    environment.put("RUN_FOLDER", "/data/runs/a-1");

    assertEquals(
        "The environment variable RUN_FOLDER is /data/runs/a-1: give an address like s3://bucket/folder.",
        refusal());
  }

  @Test
  void foldersAreReadWithAndWithoutSlashesAndPrefixes() {
    OutcomeSettings settings = OutcomeSettings.of(environment);

    assertEquals("output/runs/a-1/failure.json", settings.runFolder().key("failure.json"));
    assertEquals("s3://data/output/runs/a-1", settings.runFolder().toString());
    assertEquals("a-1", settings.runFolder().name());
    assertEquals("s3://logs/j-1/node/", settings.logUri().address("j-1/node/"));
  }
}
