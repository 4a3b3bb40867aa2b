package io.github.imagefeatures.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DeliverablesTest {
  @TempDir private Path folder;
  private Deliverables deliverables;

  @BeforeEach
  void standIns() {
    deliverables = StandIns.in(folder, "linux-x86_64");
  }

  private static String sentence(Executable executable) {
    return assertThrows(SettingsException.class, executable).getMessage();
  }

  @Test
  void aJarWithTheWrongNativesIsRefusedWithTheCure() {
    assertEquals(
        "job.jar has no natives for linux-arm64, which the instanceTypes need: run 'cdk/bin/build linux-arm64'.",
        sentence(() -> deliverables.jobJarFor("linux-arm64")));
    assertEquals(deliverables.jobJar(), deliverables.jobJarFor("linux-x86_64"));
  }

  @Test
  void whatIsNotBuiltIsRefusedWithTheCure() throws IOException {
    Files.delete(deliverables.jobJar());
    assertEquals(
        "There is no %s: run 'cdk/bin/build' first.".formatted(deliverables.jobJar()),
        sentence(() -> deliverables.jobJarFor("linux-x86_64")));
    Files.delete(deliverables.outcomeJar());
    assertTrue(sentence(deliverables::builtOutcomeJar).endsWith("run 'cdk/bin/build' first."));
  }

  @Test
  void aDeploymentNeverGoesWithoutWeights() throws IOException {
    assertEquals(folder.resolve("models/weights.h5"), deliverables.defaultWeights());
    Files.delete(folder.resolve("models/weights.h5"));
    assertTrue(
        sentence(deliverables::defaultWeights)
            .startsWith("There are no weights in models/: run 'make model', or name a file"));
  }

  @Test
  void aCheckoutsJarsAreFoundWhateverTheirVersion(@TempDir Path checkout) throws IOException {
    Path target = Files.createDirectories(checkout.resolve("job/target"));
    Files.writeString(target.resolve("original-image-features-job-1.2.jar"), "");
    Path jar = StandIns.jar(target.resolve("image-features-job-1.2.jar"), "linux-arm64");
    assertEquals(List.of(jar), List.of(Deliverables.inCheckout(checkout).jobJar()));
    assertTrue(
        sentence(() -> Deliverables.inCheckout(checkout).builtOutcomeJar())
            .contains("run-outcome-VERSION.jar"));
  }
}
