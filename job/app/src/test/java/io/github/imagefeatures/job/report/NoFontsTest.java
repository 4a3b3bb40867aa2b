package io.github.imagefeatures.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NoFontsTest {

  private static final String SENTENCE = "The plots need a font and this machine has\n";

  /** Asks for both plots and prints what became of them. */
  static final class Drawing {

    public static void main(String[] arguments) {
      attempt(() -> Plots.scree(DrawnRuns.explained(1), 1));
      attempt(() -> Plots.scree(DrawnRuns.explained(1), 1));
      System.out.println(ReportPage.html(DrawnRuns.run(3, 3, 3, 3)).contains("Avocado"));
    }

    private static void attempt(Runnable drawing) {
      try {
        drawing.run();
        System.out.println("drawn");
      } catch (NoFontsException e) {
        System.out.println(e.getMessage().substring(0, 42));
      }
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "Only on Linux do fonts come from fontconfig.")
  void aMachineWithoutFontsGetsASentenceAndStillItsPage(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path fonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig/>");
    String said = draw(folder, Map.of("FONTCONFIG_FILE", fonts.toString()));
    assertTrue(said.endsWith(SENTENCE + SENTENCE + "true\n"), said);
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "Only on Linux does Java read such a file.")
  void aJavaWhoseConfigurationNamesNoFontThatIsThereGetsTheSameSentence(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path fonts = Files.writeString(folder.resolve("fonts.conf"), "<fontconfig/>");
    Path named = folder.resolve("fontconfig.properties");
    Files.writeString(named, "version=1\nsequence.allfonts=default\n");
    String said =
        draw(folder, Map.of("FONTCONFIG_FILE", fonts.toString()), "-Dsun.awt.fontconfig=" + named);
    assertTrue(said.endsWith(SENTENCE + SENTENCE + "true\n"), said);
  }

  private static String draw(Path folder, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Java remembers the fonts it once found in the user's home.
    command.add("-Duser.home=" + folder);
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Drawing.class.getName()));
    ProcessBuilder java = new ProcessBuilder(command).redirectErrorStream(true);
    java.environment().putAll(environment);
    Process process = java.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }
}
