package io.github.imagefeatures.job.folder;

import io.github.imagefeatures.failure.OutputException;
import io.github.imagefeatures.reduce.ExplainedVariance;
import io.github.imagefeatures.reduce.MalformedVarianceException;
import io.github.imagefeatures.session.PlainLocalFileSystem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What a fuzzer does with bytes that may be one of a run's own files: they are read, and what is
 * read is whole, or they are refused with the one exception that says so. The first byte chooses
 * the file.
 */
public final class RunFilesFuzz {
  private static final RunFolder FOLDER = folder();

  private RunFilesFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    byte[] content = Arrays.copyOfRange(input, 1, input.length);
    try {
      read(input[0], content);
    } catch (OutputException | MalformedVarianceException refused) {
      if (refused.getMessage() == null || refused.getMessage().isBlank()) {
        throw new AssertionError("Refused without a sentence", refused);
      }
    }
  }

  private static void read(byte kind, byte[] content) throws IOException {
    switch (kind) {
      case 'M' -> json(RunFolder.MANIFEST, Manifest.class, content);
      case 'L' -> json("latest.json", RunFolder.Latest.class, content);
      case 'S' -> json("00000.json", ShardRecord.class, content);
      case 'B' -> json("run.json", Claim.Begun.class, content);
      case 'W' -> json("weights.json", Claim.WeightsOfRun.class, content);
      case 'Z' -> listing(content);
      case 'V' -> variance(content);
      default -> {}
    }
  }

  /** What is read can be written and says all that its kind of file says. */
  private static void json(String name, Class<? extends Record> type, byte[] content)
      throws IOException {
    Path file = written(name, content);
    Record read = FOLDER.readJson(file, type).orElseThrow();
    Record again = Json.MAPPER.readValue(Json.MAPPER.writeValueAsBytes(read), type);
    if (!Json.tree(read).equals(Json.tree(again))) {
      throw new AssertionError(read + " became " + again);
    }
  }

  private static void listing(byte[] lines) throws IOException {
    ListingFile file = new ListingFile(FOLDER);
    java.nio.file.Path target = java.nio.file.Path.of(FOLDER.working("listing.jsonl.gz").toUri());
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
      out.write(lines);
    }
    file.read().images().forEach(image -> image.path().length());
  }

  private static void variance(byte[] content) throws IOException {
    ExplainedVariance variance =
        ExplainedVariance.read(
            new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.UTF_8));
    for (double share : variance.shares()) {
      // Negated so that NaN is found too.
      if (!(share >= 0 && share <= 1.1)) {
        throw new AssertionError("A share of " + share);
      }
    }
  }

  private static Path written(String name, byte[] content) throws IOException {
    Path file = FOLDER.working(name);
    Files.write(java.nio.file.Path.of(file.toUri()), content);
    return file;
  }

  private static RunFolder folder() {
    try {
      java.nio.file.Path output = Files.createTempDirectory("fuzz");
      Configuration hadoop = new Configuration();
      hadoop.setClass("fs.file.impl", PlainLocalFileSystem.class, PlainLocalFileSystem.class);
      RunFolder folder = new RunFolder(output.toString(), "run", hadoop);
      java.nio.file.Path working = java.nio.file.Path.of(folder.path(RunFolder.WORKING).toUri());
      Files.createDirectories(working);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> folder.delete(new Path(output.toUri()))));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
