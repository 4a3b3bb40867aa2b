package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tab key, in a real shell. */
final class CompletionTest {
  /** Calls what the script registered, as bash does at the tab key, and prints the replies. */
  private static final String TAB =
      """
      source "$1"; shift
      registered=$(complete -p image-features)
      [[ $registered =~ -F\\ ([^ ]+) ]] && function=${BASH_REMATCH[1]}
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      COMPREPLY=()
      "$function" image-features "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}" 2>/dev/null
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path folder;
  private Path script;

  @BeforeEach
  void writeScript() throws IOException {
    script = folder.resolve("script");
    Cli.Result printed = new Cli(folder).run("completion", "bash");
    assertEquals(0, printed.code(), printed.err());
    Files.writeString(script, printed.out());
  }

  @ParameterizedTest
  @CsvSource({
    "ru, run runs",
    "comp, compare completion",
    "run --var, --variance",
    "run --max-p, --max-pixels",
    "run --scaling st, standard",
    "run --if-complete s, succeed",
    "runs --js, --json",
    "completion z, zsh"
  })
  void bashCompletes(String typed, String expected) throws Exception {
    assertEquals(List.of(expected.split(" ")), complete(("image-features " + typed).split(" ")));
  }

  @Test
  void zshTakesTheScript() throws Exception {
    assumeTrue(isThere("zsh"), "zsh is not installed");
    Process zsh =
        new ProcessBuilder(
                "zsh",
                "-f",
                "-c",
                "source '" + script + "' && complete -p | grep -q image-features")
            .redirectErrorStream(true)
            .start();
    String said = new String(zsh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, zsh.waitFor(), said);
  }

  @Test
  void anotherShellIsRefused() {
    Cli.Result refused = new Cli(folder).run("completion", "fish");
    assertEquals(2, refused.code());
    assertTrue(refused.sentence().contains("bash, zsh"), refused.err());
  }

  private List<String> complete(String... words) throws Exception {
    List<String> line =
        new java.util.ArrayList<>(List.of("bash", "-c", TAB, "tab", script.toString()));
    line.addAll(List.of(words));
    Process bash = new ProcessBuilder(line).start();
    String replies = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("", errors);
    bash.waitFor();
    return replies.lines().map(String::strip).filter(reply -> !reply.isEmpty()).sorted().toList();
  }

  private static boolean isThere(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program)
            .redirectErrorStream(true)
            .start()
            .waitFor()
        == 0;
  }
}
