package io.github.imagefeatures.job.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.job.cli.options.PrintOptions;
import io.github.imagefeatures.job.folder.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said on an interruption, while the work itself goes on until the process ends. */
final class InterruptMessageTest {
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(
          new PrintWriter(new StringWriter()),
          new PrintWriter(err, true),
          new PrintOptions(),
          new ProcessContext(Map.of(), Optional.empty(), false, false, "image-features"));

  @Test
  void theCommandThatGoesOnIsTheLastLineWhateverTheWorkStillReports() {
    String[] args = {"run", "--images", "my photos", "--output", "out"};
    try (ProgressDisplay terminal = new ProgressDisplay(console)) {
      terminal.stageStarted(Stage.LISTING);
      new InterruptMessage(console, args, () -> Optional.of("unfinished-1")).end(130);
      terminal.stageStarted(Stage.FEATURIZING);
      terminal.warn("the work fails because of it");
    }
    assertEquals(
        """
        image-features: listing the images (1 of 7)
        image-features: Interrupted: what is computed is kept. To go on: image-features run \
        --images 'my photos' --output out --run-id unfinished-1
        """,
        err.toString());
  }
}
