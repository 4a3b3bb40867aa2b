package io.github.imagefeatures.job.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.imagefeatures.job.cli.options.PrintOptions;
import io.github.imagefeatures.job.folder.Stage;
import io.github.imagefeatures.job.run.ImageFeaturesRun.Unfinished;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is said on an interruption, while the work itself runs until the process ends. */
final class InterruptMessageTest {
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(
          new PrintWriter(new StringWriter()),
          new PrintWriter(err, true),
          new PrintOptions(),
          new ProcessContext(Map.of(), Optional.empty(), false, false, "image-features"));

  @Test
  void theCommandThatResumesIsTheLastLineWhateverTheWorkStillReports() {
    String[] args = {"run", "--images", "my photos", "--output", "out"};
    try (ProgressDisplay terminal = new ProgressDisplay(console)) {
      terminal.stageStarted(Stage.LISTING);
      Unfinished run = new Unfinished("unfinished-1", OptionalLong.of(1124), 5000);
      new InterruptMessage(console, args, () -> Optional.of(run)).end(130);
      terminal.stageStarted(Stage.FEATURIZING);
      terminal.warn("the work fails because of it");
    }
    assertEquals(
        """
        image-features: listing the images (1 of 8)
        image-features: Interrupted: 1,124 of 5,000 images are done and kept. To resume: \
        image-features run --images 'my photos' --output out --run-id unfinished-1
        """,
        err.toString());
  }

  @Test
  void beforeFeaturizingItDoesNotClaimThatImagesAreKept() {
    Unfinished run = new Unfinished("unfinished-1", OptionalLong.empty(), 0);
    new InterruptMessage(console, new String[] {"run"}, () -> Optional.of(run)).end(143);
    assertEquals(
        """
        image-features: Interrupted before any image was computed: nothing is lost. To resume: \
        image-features run --run-id unfinished-1
        """,
        err.toString());
  }
}
