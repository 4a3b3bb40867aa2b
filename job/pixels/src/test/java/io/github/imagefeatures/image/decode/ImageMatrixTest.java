package io.github.imagefeatures.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.image.RowSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.XZInputStream;

/** Files of every combination of what TIFF and BMP offer, against what Pillow makes of them. */
class ImageMatrixTest {
  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, Orientation.DEFAULT);
  private final List<String> faults = new ArrayList<>();

  /** What became of a format's files. */
  private static final class Tally {
    private int files;
    private int same;
    private int unsupported;
    private int differ;
    private int onlyHere;
    private int nowhere;
  }

  @Test
  void noFileBecomesOtherPixelsThanInPillowAndTheDocumentsSayHowManyAreRead() throws Exception {
    Map<String, Tally> tallies = new TreeMap<>();
    try (InputStream archive = ImageMatrixTest.class.getResourceAsStream("../matrix.tar.xz");
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      tar.getNextEntry();
      Map<String, String> expected = table(new String(tar.readAllBytes(), StandardCharsets.UTF_8));
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        String format = name.substring(0, name.indexOf('/')).toUpperCase(Locale.ROOT);
        add(tallies.computeIfAbsent(format, f -> new Tally()), name, tar, expected.get(name));
      }
    }
    assertEquals(List.of(), faults);
    String documented = Files.readString(Path.of("../../docs/images.md"));
    tallies.forEach(
        (format, tally) -> {
          String line =
              "| %s | %,d | %,d | %,d | %,d | %,d | %,d |"
                  .formatted(
                      format,
                      tally.files,
                      tally.same,
                      tally.unsupported,
                      tally.differ,
                      tally.onlyHere,
                      tally.nowhere);
          assertTrue(documented.contains(line), () -> "docs/images.md lacks: " + line);
        });
  }

  private static Map<String, String> table(String lines) {
    Function<String, String[]> fields = line -> line.split("\t");
    return lines.lines().map(fields).collect(Collectors.toMap(f -> f[0], f -> f[1]));
  }

  private void add(Tally tally, String name, InputStream file, String expected) throws IOException {
    byte[] content = file.readAllBytes();
    boolean readable = !expected.equals("rejected");
    tally.files++;
    try {
      String decoded = digest(content);
      tally.same += readable && decoded.equals(expected) ? 1 : 0;
      tally.differ += readable && !decoded.equals(expected) ? 1 : 0;
      tally.onlyHere += readable ? 0 : 1;
      if (readable && !decoded.equals(expected)) {
        faults.add(name + " differs");
      }
    } catch (RejectedImageException e) {
      tally.unsupported += readable ? 1 : 0;
      tally.nowhere += readable ? 0 : 1;
      if (readable && e.reason() != RejectionReason.UNSUPPORTED) {
        faults.add(name + " is rejected: " + e.getMessage());
      }
      if (e.getMessage().contains("Exception") || e.getMessage().contains("java")) {
        faults.add(name + " shows an exception: " + e.getMessage());
      }
    }
  }

  private String digest(byte[] content) throws RejectedImageException {
    DigestSink sink = new DigestSink();
    decoder.decode(content, content.length, sink);
    return HexFormat.of().formatHex(sink.sha256.digest());
  }

  /** The digest of the size and the pixels, as in make_matrix.py. */
  private static final class DigestSink implements RowSink {
    private MessageDigest sha256;
    private int width;

    @Override
    public void begin(int width, int height) {
      this.width = width;
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
      } catch (java.security.NoSuchAlgorithmException e) {
        throw new AssertionError("every Java has SHA-256", e);
      }
      sha256.update(ByteBuffer.allocate(8).putInt(width).putInt(height).array());
    }

    @Override
    public void row(byte[] rgb, int offset) {
      sha256.update(rgb, offset, 3 * width);
    }
  }
}
