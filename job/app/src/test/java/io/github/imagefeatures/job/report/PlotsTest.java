package io.github.imagefeatures.job.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imagefeatures.job.report.ReportData.Point;
import io.github.imagefeatures.job.report.ReportData.Sample;
import io.github.imagefeatures.reduce.ExplainedVariance;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotsTest {

  private static final ExplainedVariance VARIANCE = DrawnRuns.explained(1280);

  @ParameterizedTest
  @CsvSource({"3, 60, 10", "131, 20, 10", "1, 1, 10", "1, 1, 1", "3, 30, 1", "0, 0, 0"})
  void aScatterPlotOfAnyShapeHasTheStatedSizeAndIsNotBlank(
      int classes, int perClass, int dimensions) throws IOException {
    BufferedImage plot = scatter(DrawnRuns.points(classes, perClass, dimensions, false));

    assertEquals(Plots.WIDTH, plot.getWidth());
    assertEquals(Plots.SCATTER_HEIGHT, plot.getHeight());
    assertTrue(inked(plot) > 2000, "only " + inked(plot) + " pixels are not white");
  }

  @Test
  void eachClassIsDrawnInItsOwnColour() throws IOException {
    BufferedImage plot = scatter(DrawnRuns.points(3, 40, 2, false));

    for (int i = 0; i < 3; i++) {
      int colour = overWhite(Palette.DISTINCT.get(i).getRGB(), 170);
      assertTrue(pixels(plot, colour) > 500, "class " + i + " is not seen");
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, 900", "1280, 1", "1280, 1280", "3, 2", "1, 1"})
  void aScreePlotOfAnyShapeMarksTheKeptComponents(int length, int k) throws IOException {
    BufferedImage plot = scree(DrawnRuns.explained(length), k);

    assertEquals(Plots.WIDTH, plot.getWidth());
    assertEquals(Plots.SCREE_HEIGHT, plot.getHeight());
    assertTrue(column(plot, PlotSheet.ACCENT.getRGB()) > Plots.WIDTH / 2, "no line at k");
  }

  @Test
  void theLineAtKMovesWithK() throws IOException {
    int at300 = column(scree(VARIANCE, 300), PlotSheet.ACCENT.getRGB());
    int at600 = column(scree(VARIANCE, 600), PlotSheet.ACCENT.getRGB());
    int at900 = column(scree(VARIANCE, 900), PlotSheet.ACCENT.getRGB());

    assertEquals(at600 - at300, at900 - at600, 2);
    assertTrue(at600 - at300 > 100);
  }

  @Test
  void sharesThatAreAllZeroAreDrawn() throws IOException {
    assertTrue(inked(scree(ExplainedVariance.of(new double[] {0, 0}), 1)) > 2000);
  }

  @Test
  void namesThatNoLegendExpectsAreDrawn() throws IOException {
    List<Point> points =
        List.of(
            new Point("a", "", new float[] {1, 2}),
            new Point("b", "two\nlines", new float[] {2, 3}),
            new Point("c", "long ".repeat(100), new float[] {3, 1}));

    assertTrue(inked(scatter(points)) > 2000);
  }

  @Test
  void theSameImagesGiveTheSameBytes() {
    List<Point> points = DrawnRuns.points(131, 5, 2, false);
    Sample sample = new Sample(points, points.size(), "");

    assertArrayEquals(Plots.scatter(sample, VARIANCE), Plots.scatter(sample, VARIANCE));
  }

  @Test
  void aKBeyondTheTableIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Plots.scree(DrawnRuns.explained(1), 2));
  }

  private static BufferedImage scatter(List<Point> points) throws IOException {
    return image(Plots.scatter(new Sample(points, points.size(), ""), VARIANCE));
  }

  private static BufferedImage scree(ExplainedVariance variance, int k) throws IOException {
    return image(Plots.scree(variance, k));
  }

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static long inked(BufferedImage image) {
    return all(image).filter(pixel -> (pixel & 0xffffff) != 0xffffff).count();
  }

  private static long pixels(BufferedImage image, int colour) {
    return all(image).filter(pixel -> near(pixel, colour)).count();
  }

  private static IntStream all(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return IntStream.of(pixels);
  }

  /** The last column of which this colour fills at least a third, or -1. */
  private static int column(BufferedImage image, int colour) {
    return IntStream.range(0, image.getWidth())
        .filter(
            x ->
                IntStream.range(0, image.getHeight())
                        .filter(y -> near(image.getRGB(x, y), colour))
                        .count()
                    > image.getHeight() / 3)
        .max()
        .orElse(-1);
  }

  private static boolean near(int a, int b) {
    return Math.abs((a >> 16 & 255) - (b >> 16 & 255)) < 40
        && Math.abs((a >> 8 & 255) - (b >> 8 & 255)) < 40
        && Math.abs((a & 255) - (b & 255)) < 40;
  }

  private static int overWhite(int colour, int opacity) {
    int result = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int part = colour >> shift & 255;
      result |= (part * opacity + 255 * (255 - opacity)) / 255 << shift;
    }
    return result;
  }
}
