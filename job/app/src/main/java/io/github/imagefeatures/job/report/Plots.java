package io.github.imagefeatures.job.report;

import io.github.imagefeatures.reduce.ExplainedVariance;
import java.awt.Font;

/**
 * Draws the plots of a run as PNG files, without a display.
 *
 * <p>Needs at least one font on the machine, as all of Java's text drawing does.
 */
public final class Plots {

  /** Name of the file with the scree plot. */
  public static final String SCREE_FILE = "explained-variance.png";

  /** Name of the file with the scatter plot. */
  public static final String SCATTER_FILE = "components.png";

  /** Width of both plots in pixels. */
  public static final int WIDTH = 1600;

  /** Height of the scree plot in pixels. */
  public static final int SCREE_HEIGHT = 760;

  /** Height of the scatter plot in pixels. */
  public static final int SCATTER_HEIGHT = 1100;

  static {
    // Before AWT is loaded: without it, a machine whose DISPLAY is set but unreachable fails.
    System.setProperty("java.awt.headless", "true");
  }

  private Plots() {}

  /**
   * What the components explain: the share of each of the first ones, and beside it the cumulative
   * share of all with the 80, 90, 95 and 99 % marks and the number kept.
   *
   * @param variance what each component explains
   * @param k components kept, from 1 to the size of {@code variance}
   * @return a PNG file of {@value #WIDTH} x {@value #SCREE_HEIGHT} pixels
   * @throws NoFontsException if the machine has no font
   */
  public static byte[] scree(ExplainedVariance variance, int k) {
    requireFonts();
    return new ScreePlot(variance, k).draw();
  }

  /**
   * The first two components of each image, coloured by class. Of more than ten classes the largest
   * have colours, and those that stand apart most are named in the plot. With one component only,
   * each class has a row of its own.
   *
   * @param sample the images to show, none is possible
   * @param variance what each component explains, for the axis titles
   * @return a PNG file of {@value #WIDTH} x {@value #SCATTER_HEIGHT} pixels
   * @throws NoFontsException if the machine has no font
   */
  public static byte[] scatter(ReportData.Sample sample, ExplainedVariance variance) {
    requireFonts();
    return new ScatterPlot(sample, variance).draw();
  }

  private static void requireFonts() {
    try {
      new Font(Font.SANS_SERIF, Font.PLAIN, 12).canDisplay('0');
    } catch (InternalError | LinkageError e) {
      // So AWT says it, and differently from the second time on.
      throw new NoFontsException(e);
    } catch (Error e) {
      // And so where its configuration names fonts that are not there.
      if (e.getClass() != Error.class) {
        throw e;
      }
      throw new NoFontsException(e);
    }
  }
}
