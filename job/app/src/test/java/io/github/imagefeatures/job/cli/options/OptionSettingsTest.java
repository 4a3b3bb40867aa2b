package io.github.imagefeatures.job.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagefeatures.job.cli.Cli;
import io.github.imagefeatures.job.cli.ImageFeatures;
import io.github.imagefeatures.job.cli.console.ProcessContext;
import io.github.imagefeatures.job.cli.console.SignalHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Options in the environment and in a file, through the whole command line. */
final class OptionSettingsTest {
  private static final String FILE = OptionSettings.FILE_NAME;

  @TempDir private Path folder;
  private Cli cli;

  @BeforeEach
  void anOutputWithoutRuns() throws IOException {
    Files.createDirectories(folder.resolve("out/runs"));
    Files.createDirectories(folder.resolve("other/runs"));
    Files.createDirectories(folder.resolve("third/runs"));
    cli = new Cli(folder);
  }

  @Test
  void aVariableStandsForAnOption() {
    assertOutput(
        "out", "IMAGE_FEATURES_OUTPUT", json(cli.with("IMAGE_FEATURES_OUTPUT", at("out"))));
  }

  @Test
  void aFileInTheWorkingFolderStandsForOptions() throws IOException {
    write(FILE, "# mine\noutput = " + at("out") + "\njson: true\n");
    assertOutput("out", FILE, cli.run("runs").json());
  }

  @Test
  void aByteOrderMarkAtTheFilesStartIsPassedOver() throws IOException {
    write(FILE, "\uFEFFoutput = " + at("out") + "\r\njson: true\r\n");
    assertOutput("out", FILE, cli.run("runs").json());
  }

  @Test
  void aNamedFileStandsInPlaceOfTheOneInTheWorkingFolder() throws IOException {
    write(FILE, "output = " + at("out"));
    write("mine.properties", "output = " + at("other"));
    assertOutput("other", "mine.properties", json(cli, "--config", "mine.properties"));
    assertOutput(
        "other",
        "mine.properties",
        json(new Cli(folder).with("IMAGE_FEATURES_CONFIG", "mine.properties")));
  }

  @Test
  void theCommandLineWinsThenTheEnvironmentThenTheFile() throws IOException {
    write(FILE, "output = " + at("third"));
    assertOutput("third", FILE, json(cli));
    cli.with("IMAGE_FEATURES_OUTPUT", at("other"));
    assertOutput("other", "IMAGE_FEATURES_OUTPUT", json(cli));
    assertOutput("out", "command line", json(cli, "--output", at("out")));
  }

  @Test
  void aSwitchInTheEnvironmentIsTurnedOffOnTheCommandLine() {
    cli.with("IMAGE_FEATURES_JSON", "true").with("IMAGE_FEATURES_QUIET", "true");
    assertTrue(cli.run("runs", "--output", at("out")).out().startsWith("{"));
    Cli.Result off = cli.run("runs", "--output", at("out"), "--no-json", "--no-quiet");
    assertEquals("", off.out());
    assertTrue(off.err().contains("there are no runs"), off.err());
  }

  @Test
  void anEmptyVariableIsNone() {
    assertEquals(2, cli.with("IMAGE_FEATURES_OUTPUT", "").run("runs").code());
  }

  @ParameterizedTest
  @CsvSource({
    "IMAGE_FEATURES_MAXPIXELS, did you mean IMAGE_FEATURES_MAX_PIXELS?",
    "IMAGE_FEATURES_NOTHING_LIKE_IT, stands for no option:"
  })
  void anUnknownVariableIsRefused(String variable, String hint) {
    Cli.Result refused = cli.with(variable, "1").run("runs", "--output", at("out"));
    assertEquals(2, refused.code());
    assertTrue(refused.sentence().contains(variable), refused.err());
    assertTrue(refused.sentence().contains(hint), refused.err());
    assertEquals(1, refused.err().lines().count());
  }

  @Test
  void helpIsThereAlsoForThoseWhoseSettingsAreWrong() throws IOException {
    write(FILE, "no-such = option");
    cli.with("IMAGE_FEATURES_NO_SUCH", "option");
    assertEquals(0, cli.run("run", "--help").code());
    assertEquals(0, cli.run("--version").code());
    assertEquals(2, cli.run("runs", "--output", at("out")).code());
  }

  @Test
  void whatTheLauncherHearsIsKnown() {
    cli.with("IMAGE_FEATURES_MASTER", "local[1]")
        .with("IMAGE_FEATURES_MEMORY", "1g")
        .with("IMAGE_FEATURES_JAVA_OPTS", "-Dx=y");
    assertEquals(0, cli.run("runs", "--output", at("out")).code());
  }

  static Stream<List<String>> wrongFiles() {
    return Stream.of(
        List.of(
            "max-pixls = 3", "'max-pixls', which is not an option (did you mean 'max-pixels'?)"),
        List.of("config = x", "'config', which is not an option"),
        List.of("help = true", "'help', which is not an option"),
        List.of("limit = 1\nlimit = 2", "has 'limit' twice"),
        List.of("glob = \\u12", "has a backslash that begins no character"));
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void aFileThatCannotBeTakenIsRefused(List<String> contentAndSentence) throws IOException {
    write(FILE, contentAndSentence.get(0));
    assertRefused(contentAndSentence.get(1), cli.run("runs", "--output", at("out")));
  }

  @Test
  void aFileThatCannotBeReadIsRefused() throws IOException {
    assertRefused("There is no settings file 'none'", cli.run("runs", "--config", "none"));
    assertRefused("cannot be read", cli.run("runs", "--config", "out"));
    Files.write(folder.resolve("latin"), "glob = ä".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("is not UTF-8 text", cli.run("runs", "--config", "latin"));
  }

  @Test
  void aWrongValueIsRefusedWithWhereItStands() throws IOException {
    Cli.Result letters =
        new Cli(folder)
            .with("IMAGE_FEATURES_MAX_PIXELS", "many")
            .run("run", "--images", at("out"), "--output", at("new"));
    assertRefused("(--max-pixels is from IMAGE_FEATURES_MAX_PIXELS)", letters);
    write(FILE, "batch-size = 65");
    assertRefused(
        "(--batch-size is from image-features.properties)",
        cli.run("run", "--images", at("out"), "--output", at("new")));
    assertFalse(Files.exists(folder.resolve("new")));
  }

  @Test
  void ofOptionsThatExcludeEachOtherTheNearerOneCounts() throws IOException {
    write(FILE, "variance = 7");
    Cli.Result fixed =
        cli.run("run", "--images", at("no"), "--output", at("out"), "--components", "0");
    assertRefused("--variance or --components", fixed);
    assertTrue(fixed.sentence().contains("1"), fixed.err());
    write(FILE, "variance = 0.5\ncomponents = 3");
    assertRefused(
        "--variance and --components exclude each other",
        cli.run("run", "--images", at("no"), "--output", at("out")));
    write(FILE, "features-only = true\nscaling = none");
    assertRefused(
        "--features-only and --scaling exclude each other",
        cli.run("run", "--images", at("no"), "--output", at("out")));
  }

  @Test
  void aContainerOfAClusterHearsItsArgumentsAlone() throws IOException {
    write(FILE, "output = " + at("other"));
    assertEquals(2, Cli.run(ProcessContext.ofContainer(), "runs").code());
    assertTrue(ProcessContext.ofContainer().environment().isEmpty());
    assertTrue(ProcessContext.ofContainer().folder().isEmpty());
    write("named.properties", "output = " + at("out"));
    assertEquals(
        0,
        Cli.run(ProcessContext.ofContainer(), "runs", "--config=" + at("named.properties")).code());
  }

  @Test
  void verboseSaysEachOptionWithWhereItComesFrom() {
    Cli.Result said = cli.with("IMAGE_FEATURES_OUTPUT", at("out")).run("runs", "--verbose");
    String line = "image-features: --output: " + at("out") + " (IMAGE_FEATURES_OUTPUT)";
    assertTrue(said.err().lines().anyMatch(line::equals), said.err());
    assertTrue(said.err().contains("--verbose: true (command line)"), said.err());
    assertTrue(said.err().contains("--json: false (default)"), said.err());
  }

  @Test
  void everyOptionOfEveryCommandHasAVariableButForRemovingRuns() throws IOException {
    write("x", "");
    CommandLine program =
        new CommandLine(new ImageFeatures(null, new SignalHandler(), new String[0]));
    int options = 0;
    for (CommandLine command : program.getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        boolean removes = option.longestName().equals("--remove");
        if (!option.usageHelp() && !option.versionHelp() && !removes) {
          String variable =
              "IMAGE_FEATURES_"
                  + option.longestName().substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
          OptionSettings settings =
              OptionSettings.read(Map.of(variable, "x"), folder, Optional.empty());
          settings.requireKnown(program);
          assertEquals("x", settings.defaultValue(option), variable);
          options++;
        }
      }
    }
    assertTrue(options > 50, options + " options");
  }

  private JsonNode json(Cli with, String... more) {
    String[] line =
        Stream.concat(Stream.of("runs", "--json"), Stream.of(more)).toArray(String[]::new);
    Cli.Result result = with.run(line);
    assertEquals(0, result.code(), result.err());
    return result.json();
  }

  private void assertOutput(String name, String from, JsonNode answer) {
    assertEquals(at(name), answer.at("/options/output/value").asText());
    assertEquals(from, answer.at("/options/output/from").asText());
    assertEquals(at(name), answer.at("/result/output").asText());
  }

  private static void assertRefused(String sentence, Cli.Result refused) {
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.sentence().contains(sentence), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
