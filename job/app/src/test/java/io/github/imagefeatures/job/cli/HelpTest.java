package io.github.imagefeatures.job.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.failure.ExitCode;
import io.github.imagefeatures.job.cli.console.SignalHandler;
import io.github.imagefeatures.network.weights.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What help says, and in how much room. */
final class HelpTest {
  private static final int COLUMNS = 80;

  @TempDir private Path folder;

  /** The program itself and each of its commands. */
  static Stream<List<String>> commands() {
    CommandLine program =
        new CommandLine(new ImageFeatures(null, new SignalHandler(), new String[0]));
    return Stream.concat(
        Stream.of(List.of("--help")),
        program.getSubcommands().keySet().stream()
            .filter(name -> !name.equals("help"))
            .map(name -> List.of(name, "--help")));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpHasExamplesTheEnvironmentAndWhereToReadOnIn80Columns(List<String> line) {
    String help = help(line);
    for (String heading : List.of("Examples:", "Environment and file:", "Read on:")) {
      assertTrue(help.contains("\n" + heading + "\n"), heading + " in\n" + help);
    }
    assertTrue(help.contains("image-features --help (all commands, exit codes)"), help);
    help.lines().forEach(text -> assertTrue(text.length() <= COLUMNS, text));
    assertFalse(help.contains("\u001b"), help);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleIsACommandThatExists(List<String> line) {
    List<String> examples =
        help(line)
            .lines()
            .dropWhile(text -> !text.equals("Examples:"))
            .takeWhile(text -> !text.isEmpty())
            .filter(text -> text.startsWith("  image-features "))
            .toList();
    assertFalse(examples.isEmpty() && !line.get(0).equals("completion"), line.toString());
    for (String example : examples) {
      String command = example.strip().split(" ")[1];
      assertTrue(commands().anyMatch(each -> each.get(0).equals(command)), example);
    }
  }

  @Test
  void exitCodesAreExplainedOnce() {
    String help = help(List.of("--help"));
    assertTrue(help.contains("\nExit codes:\n"), help);
    for (ExitCode code : ExitCode.values()) {
      assertTrue(help.lines().anyMatch(text -> text.strip().startsWith(code.number() + " ")), help);
    }
    assertFalse(help(List.of("run", "--help")).contains("Exit codes:"));
  }

  @Test
  void theProgramsNameAloneNamesTheCommands() {
    Cli.Result alone = new Cli(folder).run();
    assertEquals(2, alone.code());
    for (String command : List.of("run", "runs", "compare", "completion")) {
      assertTrue(
          alone.err().lines().anyMatch(line -> line.startsWith("  " + command + " ")), alone.err());
    }
    assertTrue(alone.sentence().contains("See 'image-features --help'."), alone.err());
    assertFalse(alone.err().contains("Exit codes:"), alone.err());
  }

  @Test
  void optionsOfRunAreGroupedByIdea() {
    List<String> lines = help(List.of("run", "--help")).lines().toList();
    List<String> headings =
        List.of("Images:", "Results:", "Network:", "Components:", "Work:", "Beforehand:");
    int before = -1;
    for (String heading : headings) {
      int at = lines.indexOf(heading);
      assertTrue(at > before, heading + " in " + lines);
      before = at;
    }
    assertTrue(lines.indexOf("Of every command:") > before);
    int variance =
        lines.indexOf(
            lines.stream()
                .filter(line -> line.contains("--variance=SHARE"))
                .findFirst()
                .orElse(""));
    assertTrue(lines.indexOf("Components:") < variance && variance < lines.indexOf("Work:"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "probe", "model"})
  void helpNamesEachNetworkThatIsKnownByName(String command) {
    String help = help(List.of(command, "--help")).replaceAll("\\s+", " ");
    assertTrue(help.contains("one of " + Networks.NAMES), help);
  }

  @Test
  void anUnknownNameOfANetworkListsTheKnownOnes() {
    for (String line : List.of("run --images a --output b --network vgg", "model --network vgg")) {
      Cli.Result result = new Cli(folder).run(line.split(" "));
      assertEquals(2, result.code());
      assertTrue(
          result.sentence().contains("--network is one of " + Networks.NAMES), result.sentence());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "run --version"})
  void versionNamesWhatTheProgramStandsOn(String line) {
    Cli.Result result = new Cli(folder).run(line.split(" "));
    assertEquals(0, result.code());
    for (String name : List.of("image-features", "spark", "hadoop", "tensorflow-java", "java")) {
      assertTrue(
          result.out().lines().anyMatch(text -> text.matches(name + " +\\d+\\.\\d+\\S*.*")),
          name + " in " + result.out());
    }
  }

  @Test
  void coloursAreShownOnATerminalOnly() {
    String[] help = {"--help"};
    assertTrue(new Cli(folder).onTerminal().run(help).out().contains("\u001b["));
    assertFalse(new Cli(folder).run(help).out().contains("\u001b["));
    assertFalse(colourful(new Cli(folder).onTerminal().with("NO_COLOR", "1")));
    assertFalse(colourful(new Cli(folder).onTerminal().with("TERM", "dumb")));
    assertFalse(colourful(new Cli(folder).onTerminal().with("CLICOLOR", "0")));
    assertTrue(colourful(new Cli(folder).onTerminal().with("NO_COLOR", "")));
    assertTrue(colourful(new Cli(folder).with("CLICOLOR_FORCE", "1")));
    assertFalse(colourful(new Cli(folder).with("CLICOLOR_FORCE", "0")));
    assertFalse(colourful(new Cli(folder).with("CLICOLOR_FORCE", "1").with("NO_COLOR", "1")));
  }

  private static boolean colourful(Cli cli) {
    Cli.Result help = cli.run("--help");
    Cli.Result failure = cli.run("nonsense");
    assertEquals(help.out().contains("\u001b["), failure.err().contains("\u001b["));
    return help.out().contains("\u001b[");
  }

  private String help(List<String> line) {
    Cli.Result result = new Cli(folder).run(line.toArray(String[]::new));
    assertEquals(0, result.code(), result.err());
    assertEquals("", result.err());
    return result.out();
  }
}
