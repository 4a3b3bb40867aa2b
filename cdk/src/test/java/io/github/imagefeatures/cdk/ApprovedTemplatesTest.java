package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each stack's whole template, as it was approved. After a change that is meant, run with {@code
 * -Dapprove} and read the difference before it is committed.
 */
class ApprovedTemplatesTest {
  private static final Path APPROVED = Path.of("src/test/resources/approved");
  private static final Synthesized DEFAULTS = Synthesized.of(Map.of());

  @Test
  void theFoundationIsAsApproved() throws IOException {
    requireApproved("foundation.json", DEFAULTS.foundation());
  }

  @Test
  void theRunIsAsApproved() throws IOException {
    requireApproved("run.json", DEFAULTS.run());
  }

  @Test
  void aFoundationWhereEverythingIsThereIsAsApproved() throws IOException {
    requireApproved(
        "foundation-of-existing-parts.json",
        Synthesized.of(ExistingPartsTest.EVERYTHING).foundation());
  }

  private static void requireApproved(String name, JsonNode template) throws IOException {
    String text =
        normalised(
            Synthesized.JSON.writeValueAsString(
                Synthesized.JSON.convertValue(template, Map.class)));
    Path file = APPROVED.resolve(name);
    if (System.getProperty("approve") != null) {
      Files.createDirectories(APPROVED);
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text);
  }

  /** Without what differs by content alone: hashes of assets and the run's fingerprint. */
  private static String normalised(String template) {
    String fingerprint = DEFAULTS.clusterId().substring("Cluster".length());
    return template
            .replaceAll("[0-9a-f]{64}", "HASH")
            .replace(fingerprint, "FINGERPRINT")
            .replace("\r\n", "\n")
        + "\n";
  }
}
