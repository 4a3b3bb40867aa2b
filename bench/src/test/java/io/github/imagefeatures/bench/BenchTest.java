package io.github.imagefeatures.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTest {
  @Test
  void aDocumentWithoutAPlaceForTheTableIsRefusedBeforeAnythingIsMeasured(@TempDir Path scratch)
      throws IOException {
    Path document = Files.writeString(scratch.resolve("other.md"), "no markers");
    new ImageGenerator().generate(scratch.resolve("few").toString(), new SetSize(1, 1), 1);
    assertEquals(
        1,
        Bench.execute(
            "--smoke",
            "--images=" + scratch.resolve("few"),
            "--results=" + scratch,
            "--into=" + document));
    assertFalse(Files.exists(scratch.resolve("smoke.json")));
  }
}
