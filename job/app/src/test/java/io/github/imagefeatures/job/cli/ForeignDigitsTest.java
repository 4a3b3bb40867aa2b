package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.samples.ImageGenerator;
import io.github.imagefeatures.samples.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program in a language whose digits are not 0 to 9. {@link Main#main} sets the language aside,
 * for Spark's sake; here the program's own code is on its own.
 */
final class ForeignDigitsTest {
  private static final Locale PERSIAN = Locale.forLanguageTag("fa-IR-u-nu-arabext");

  private final Locale before = Locale.getDefault();
  @TempDir private Path folder;

  @BeforeEach
  void inPersian() {
    Locale.setDefault(PERSIAN);
    assertEquals("۱۲", "%d".formatted(12), "this Java formats as Persian does");
  }

  @AfterEach
  void asBefore() {
    Locale.setDefault(before);
  }

  @Test
  void aRunAndWhatIsSaidOfItHaveTheDigits0To9() throws IOException {
    Path images = folder.resolve("images");
    Path output = folder.resolve("out");
    new ImageGenerator().generate(images.toString(), new SetSize(2, 3), 1);
    ProgramHere program = new ProgramHere();
    String[] run = {"run", "--images", images.toString(), "--output", output.toString()};

    assertPlain(program.run(with(run, "--dry-run")));
    assertPlain(program.run(with(run, "--allow-untrained", "--shard-size=3", "--thumbnails=2")));
    assertPlain(program.run("runs", "--output", output.toString()));
    assertPlain(program.run("validate", "--output", output.toString()));

    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(file -> !isNamedBySpark(file)).toList()) {
        assertPlain(file.toString());
        if (file.toString().matches(".*\\.(json|csv|tsv|html)")) {
          assertPlain(Files.readString(file));
        }
      }
    }
  }

  private static boolean isNamedBySpark(Path file) {
    return file.getFileName().toString().startsWith("part-");
  }

  private static String[] with(String[] line, String... more) {
    return Stream.of(line, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static void assertPlain(Launcher.Result result) {
    assertEquals(0, result.exitCode(), result.err());
    assertPlain(result.out());
    assertPlain(result.err());
  }

  private static void assertPlain(String text) {
    assertTrue(text.chars().noneMatch(c -> c > 127 && Character.isDigit(c)), text);
  }
}
