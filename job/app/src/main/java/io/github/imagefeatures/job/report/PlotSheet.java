package io.github.imagefeatures.job.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler;

/** A white sheet with a title and a subtitle, onto which charts and texts are put. */
final class PlotSheet {

  static final Color INK = new Color(0x1d2125);
  static final Color MUTED = new Color(0x5b636b);
  static final Color ACCENT = new Color(0x0f6b75);
  static final Color LINE = new Color(0xe6e6e2);

  /** Room for title and subtitle above the charts, in pixels. */
  static final int HEAD = 100;

  private static final int MARGIN = 32;

  private final BufferedImage image;
  private final Graphics2D graphics;

  PlotSheet(int width, int height, String title, String subtitle) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(INK);
    graphics.setFont(font(Font.BOLD, 26));
    graphics.drawString(title, MARGIN, 46);
    graphics.setColor(MUTED);
    graphics.setFont(font(Font.PLAIN, 17));
    graphics.drawString(subtitle, MARGIN, 78);
  }

  /** A chart in the sheet's style, still empty. */
  static XYChart chart(int width, int height, String xTitle, String yTitle) {
    XYChart chart = new XYChart(width, height);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    AxesChartStyler style = chart.getStyler();
    style.setChartBackgroundColor(Color.WHITE).setPlotBorderColor(LINE).setChartFontColor(INK);
    style.setChartTitleVisible(false).setLegendVisible(false).setChartPadding(MARGIN);
    style.setLegendFont(font(Font.PLAIN, 14)).setLegendBorderColor(Color.WHITE);
    style.setAxisTitleFont(font(Font.PLAIN, 17)).setAxisTickLabelsFont(font(Font.PLAIN, 14));
    style.setAxisTickLabelsColor(MUTED).setAxisTickMarksColor(LINE);
    style.setPlotGridLinesColor(LINE).setPlotGridLinesStroke(new BasicStroke(1));
    style.setXAxisTickMarkSpacingHint(140).setYAxisTickMarkSpacingHint(90).setPlotContentSize(1);
    return chart;
  }

  /** Paints the chart with its upper left corner at this place. */
  void put(XYChart chart, int x, int y) {
    graphics.drawImage(BitmapEncoder.getBufferedImage(chart), x, y, null);
  }

  /** Where a text of this size would be, its baseline beginning at the place. */
  Rectangle2D bounds(String text, int size, double x, double y) {
    Rectangle2D bounds = layout(text, size).getBounds();
    return new Rectangle2D.Double(
        bounds.getX() + x, bounds.getY() + y, bounds.getWidth(), bounds.getHeight());
  }

  /** Writes a text with a white rim, so that it can be read on top of points and lines. */
  void text(String text, int size, Color color, double x, double y) {
    var outline = layout(text, size).getOutline(AffineTransform.getTranslateInstance(x, y));
    graphics.setColor(Color.WHITE);
    graphics.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(outline);
    graphics.setColor(color);
    graphics.fill(outline);
  }

  /** The sheet as a PNG file. */
  byte[] png() {
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail.", e);
    }
    return bytes.toByteArray();
  }

  private TextLayout layout(String text, int size) {
    return new TextLayout(text, font(Font.PLAIN, size), graphics.getFontRenderContext());
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
