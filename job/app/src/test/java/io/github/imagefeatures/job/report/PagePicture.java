package io.github.imagefeatures.job.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * Draws the README's picture of a run's page; {@code make page-picture} runs it. Its name keeps it
 * out of the tests.
 */
class PagePicture {
  private static final int MAX_BYTES = 150_000;

  @TempDir private Path folder;

  @Test
  void theReadmesPictureIsDrawnAndSmall() throws IOException {
    Path picture = Path.of(System.getProperty("picture"));
    try (Browser browser = new Browser(folder, true)) {
      browser.colourScheme("light");
      browser.hideScrollbars();
      browser.size(1280, 940);
      browser.open(Path.of(System.getProperty("page")));
      browser.element("#scatter").sendKeys(Keys.ARROW_RIGHT);
      browser.eval("(document.activeElement.blur(), scrollTo({top: 0, behavior: 'instant'}))");

      byte[] webp = browser.picture();

      assertEquals(List.of(), browser.console());
      assertTrue(webp.length < MAX_BYTES, webp.length + " bytes");
      Files.createDirectories(picture.getParent());
      Files.write(picture, webp);
    }
  }
}
