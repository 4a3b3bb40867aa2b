package io.github.imagefeatures.job.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.OutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's own files after somebody or something else has written to them. */
final class DamagedFilesTest {
  @TempDir private Path output;
  private final Configuration hadoop = new Configuration();
  private RunFolder folder;

  @BeforeEach
  void open() {
    hadoop.set("fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem");
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    folder = new RunFolder(output.toString(), "a", hadoop);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | it holds null",
        "{} | ^null^ is not a run^s name",
        "{\"run_id\": \"../../b\"} | ^../../b^ is not a run^s name",
        "{\"run_id\": \"a\", \"started\": \"soon\"} | started is not a time: soon",
        "{\"run_id\": | Unexpected end-of-input"
      })
  void aManifestThatIsNotWholeIsDamagedAndSaysInWhat(String content, String fault)
      throws IOException {
    put(folder.path(RunFolder.MANIFEST), content);
    String sentence =
        assertThrows(
                OutputException.class,
                () -> folder.readJson(folder.path(RunFolder.MANIFEST), Manifest.class))
            .getMessage();
    String expected = "runs/a/manifest.json is damaged (" + fault.replace('^', '\'');
    assertTrue(sentence.contains(expected), sentence);
    assertTrue(sentence.endsWith("make the run again under another --run-id."), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../elsewhere", "", ".", "/tmp", "a/b"})
  void theNewestRunNeverLiesOutsideTheOutput(String runId) throws IOException {
    Files.writeString(
        output.resolve("latest.json"),
        "{\"run_id\": \"%s\", \"manifest\": \"x\"}".formatted(runId));
    String sentence =
        assertThrows(OutputException.class, () -> RunFolder.latest(output.toString(), hadoop))
            .getMessage();
    assertTrue(
        sentence.contains("latest.json is damaged ('" + runId + "' is not a run's"), sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | a line is missing",
        "null | from Null value",
        "{\"root\": \"r\", \"images\": []}#null | from Null value",
        "{\"root\": \"r\", \"images\": []}#{\"path\": \"p\"} | label",
        "{\"images\": []} | root",
        "{\"root\": \"r | Unexpected end-of-input"
      })
  void aListingThatIsNotWholeIsDamagedAndSaysInWhat(String lines, String fault) throws IOException {
    Path file = Path.of(folder.working("listing.jsonl.gz").toUri());
    Files.createDirectories(file.getParent());
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(lines.replace('#', '\n').getBytes(StandardCharsets.UTF_8));
    }
    assertDamagedListing(fault);
  }

  @Test
  void aListingThatIsNotCompressedOrCutOffIsDamaged() throws IOException {
    put(folder.working("listing.jsonl.gz"), "{}");
    assertDamagedListing("Not in GZIP format");
    put(folder.working("listing.jsonl.gz"), "");
    assertDamagedListing("");
  }

  @Test
  void aShardsRecordWithoutItsFilesIsDamaged() throws IOException {
    String record =
        "{\"index\": 0, \"featurized_by_label\": {}, \"rejected_by_label\": {}, \"rejected_by_reason\": {}, \"processors\": []%s}";
    put(folder.working("shards/00000.json"), record.formatted(", \"files\": []"));
    assertEquals(0, ShardLog.recorded(folder).images());
    put(folder.working("shards/00000.json"), record.formatted(""));
    assertThrows(OutputException.class, () -> ShardLog.recorded(folder));
  }

  @Test
  void aShardsRecordOfAVersionThatDidNotCountByLabelIsRefused() throws IOException {
    put(
        folder.working("shards/00000.json"),
        "{\"index\": 0, \"featurized\": 5, \"rejected\": 0, \"warned\": 0, \"rejected_by_reason\": {}, \"read_from\": 1, \"warned_paths\": [], \"files\": []}");
    String sentence =
        assertThrows(OutputException.class, () -> ShardLog.recorded(folder)).getMessage();
    assertTrue(
        sentence.endsWith(
            "00000.json is damaged (featurized_by_label): make the run again under another --run-id."),
        sentence);
  }

  @Test
  void anOutputWhoseAddressHoldsAPasswordIsRefusedWithoutRepeatingIt() {
    String sentence =
        assertThrows(
                OutputException.class,
                () -> new RunFolder("s3a://KEY:SEC/RET@bucket/out", "a", hadoop))
            .getMessage();
    assertEquals(
        "The output's address holds a password; take it out, and give credentials through the"
            + " environment or the profile instead.",
        sentence);
  }

  private void assertDamagedListing(String fault) {
    String sentence =
        assertThrows(OutputException.class, () -> new ListingFile(folder).read()).getMessage();
    assertTrue(
        sentence.contains("listing.jsonl.gz is damaged (") && sentence.contains(fault), sentence);
  }

  private static void put(org.apache.hadoop.fs.Path file, String content) throws IOException {
    Path local = Path.of(file.toUri());
    Files.createDirectories(local.getParent());
    Files.writeString(local, content);
  }
}
