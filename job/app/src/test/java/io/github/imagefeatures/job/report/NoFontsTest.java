package io.github.imagefeatures.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class NoFontsTest {

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
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // Java remembers the fonts it once found in the user's home.
            "-Duser.home=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            Drawing.class.getName());
    java.environment().put("FONTCONFIG_FILE", fonts.toString());
    Process process = java.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, process.waitFor(), said);
    String sentence = "The plots need a font and this machine has\n";
    assertTrue(said.endsWith(sentence + sentence + "true\n"), said);
  }
}
