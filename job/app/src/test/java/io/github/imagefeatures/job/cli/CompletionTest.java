package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagefeatures.job.cli.console.SignalHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

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

  @ParameterizedTest
  @CsvSource({
    "run --images ph, photos",
    "run --images = ph, photos",
    "run --output o, out other out",
    "run --model we, weights.h5",
    "run --config image, image-features.properties",
    "run --images 'a f, a folder",
    "sample --from ph, photos",
    "pack --from ph, photos",
    "generate --to photos/, photos/one.jpg"
  })
  void bashCompletesFiles(String typed, String expected) throws Exception {
    Files.createDirectories(folder.resolve("photos"));
    Files.createDirectories(folder.resolve("other out"));
    Files.createDirectories(folder.resolve("out"));
    Files.createDirectories(folder.resolve("a folder"));
    for (String name : List.of("weights.h5", "image-features.properties", "photos/one.jpg")) {
      Files.createFile(folder.resolve(name));
    }
    List<String> words = new ArrayList<>(List.of("image-features"));
    int quoted = typed.indexOf('\'');
    words.addAll(List.of((quoted < 0 ? typed : typed.substring(0, quoted - 1)).split(" ")));
    if (quoted >= 0) {
      words.add(typed.substring(quoted + 1));
    }
    List<String> names =
        expected.startsWith("out") ? List.of("other out", "out") : List.of(expected);
    assertEquals(names, complete(words.toArray(String[]::new)));
  }

  @ParameterizedTest
  @CsvSource({
    "validate --output out --run-id t, three two",
    "report --output=out --run-id o, one",
    "run --output = out --run-id o, one",
    "runs --output out --remove o, one",
    "runs --output out --remove one t, three two",
    "runs --output out --remove one --js, --json",
    "run --output out --fit-from tw, two",
    "run --output out --fit-from out/ru, out/runs",
    "export --output out --run-id tw, two",
    "export-pipeline --output out --run tw, two",
    "compare --output out one tw, two",
    "compare --output out one out/ru, out/runs",
    "validate --output none --run-id o, ''"
  })
  void bashCompletesTheRunsOfALocalOutput(String typed, String expected) throws Exception {
    for (String run : List.of("one", "two", "three")) {
      Files.createDirectories(folder.resolve("out/runs").resolve(run));
    }
    List<String> runs = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
    assertEquals(runs, complete(("image-features " + typed).split(" ")));
  }

  @Test
  void everyOptionThatNamesAFileCompletesFiles() throws Exception {
    Files.createFile(folder.resolve("some-file"));
    CommandLine program =
        new CommandLine(new ImageFeatures(null, new SignalHandler(), new String[0]));
    int options = 0;
    for (CommandLine command : program.getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (option.paramLabel().matches("(FILE|DIR|URI)(\\|URI)?")) {
          String[] words = {
            "image-features", command.getCommandName(), option.longestName(), "some-"
          };
          assertEquals(List.of("some-file"), complete(words), String.join(" ", words));
          options++;
        }
      }
    }
    assertTrue(options > 10, options + " options");
  }

  @Test
  void theHelpsExampleCanBePastedIntoAShell() throws Exception {
    List<String> example =
        new Cli(folder)
            .run("completion", "--help")
            .out()
            .lines()
            .filter(line -> line.contains(".image-features.bash"))
            .map(String::strip)
            .toList();
    assertEquals(2, example.size());
    String line =
        "export HOME='%s'; image-features() { cat '%s'; }; ".formatted(folder, script)
            + String.join("\n", example)
            + "\nsource ~/.bashrc; complete -p image-features";
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.startsWith("complete -o default -F _image_features image-features"), said);
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
    List<String> line = new ArrayList<>(List.of("bash", "-c", TAB, "tab", script.toString()));
    line.addAll(List.of(words));
    Process bash = new ProcessBuilder(line).directory(folder.toFile()).start();
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
