package io.github.imagefeatures.samples;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Draws one picture of a class. Chance decides its size, its background, and where, how large, how
 * turned and in which shade the shape lies on it; {@link Random} is specified to the bit, so one
 * seed gives one picture.
 */
final class Picture {

  private static final int SMALLEST_SIDE = 96;
  private static final int LARGEST_SIDE = 160;

  private final PictureClass kind;
  private final Random random;
  private final int width;
  private final int height;

  private Picture(PictureClass kind, long seed) {
    this.kind = kind;
    this.random = new Random(seed);
    this.width = side();
    this.height = side();
  }

  /** An RGB picture, each side from 96 to 160 pixels. */
  static BufferedImage draw(PictureClass kind, long seed) {
    return new Picture(kind, seed).draw();
  }

  private BufferedImage draw() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    drawBackground(graphics);
    drawShape(graphics);
    graphics.dispose();
    return image;
  }

  /** Pale, so that every class stands out from it: a slope of light with a few faint spots. */
  private void drawBackground(Graphics2D graphics) {
    float hue = random.nextFloat();
    graphics.setPaint(
        new GradientPaint(0, 0, pale(hue, 0.80, 0.98), width, height, pale(hue, 0.65, 0.90)));
    graphics.fillRect(0, 0, width, height);
    for (int spots = 3 + random.nextInt(5); spots > 0; spots--) {
      graphics.setPaint(pale(random.nextFloat(), 0.65, 0.95));
      double size = between(4, 20);
      graphics.fill(
          new Ellipse2D.Double(between(0, width), between(0, height), size, between(4, 20)));
    }
  }

  private void drawShape(Graphics2D graphics) {
    Color color = shade();
    Shape shape = kind.outline().shape();
    AffineTransform plane = graphics.getTransform();
    graphics.transform(placement());
    graphics.setPaint(color);
    graphics.fill(shape);
    graphics.clip(shape);
    graphics.setPaint(textureColor());
    drawTexture(graphics);
    graphics.setClip(null);
    graphics.setPaint(color.darker());
    graphics.setStroke(new BasicStroke(0.06f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
    graphics.setTransform(plane);
  }

  private void drawTexture(Graphics2D graphics) {
    double step = between(0.30, 0.42);
    for (int row = -4; row <= 4; row++) {
      for (int column = -4; column <= 4; column++) {
        double x = column * step;
        double y = row * step;
        switch (kind.texture()) {
          case STRIPED -> graphics.fill(new Rectangle2D.Double(x, y, step, step / 2));
          case DOTTED ->
              graphics.fill(
                  new Ellipse2D.Double(x - step / 3, y - step / 3, step / 1.5, step / 1.5));
          case CHECKED -> {
            if ((row + column) % 2 == 0) {
              graphics.fill(new Rectangle2D.Double(x, y, step, step));
            }
          }
          case PLAIN -> {}
        }
      }
    }
  }

  /** Turns, scales and moves the square from -1 to 1 so that it lies within the picture. */
  private AffineTransform placement() {
    double half = Math.min(width, height) / 2.0;
    double radius = half * between(0.45, 0.72);
    double slackX = width / 2.0 - radius;
    double slackY = height / 2.0 - radius;
    AffineTransform placement =
        AffineTransform.getTranslateInstance(
            width / 2.0 + slackX * between(-0.8, 0.8), height / 2.0 + slackY * between(-0.8, 0.8));
    double turn = between(0, 2 * Math.PI);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    placement.concatenate(new AffineTransform(cos, sin, -sin, cos, 0, 0));
    placement.scale(radius, radius);
    return placement;
  }

  /** White on what is dark and dark on what is light, a little of the colour shining through. */
  private Color textureColor() {
    PictureClass.Paint paint = kind.paint();
    Color color = Color.getHSBColor(paint.hue, paint.saturation, paint.brightness);
    int luma = (299 * color.getRed() + 587 * color.getGreen() + 114 * color.getBlue()) / 1000;
    return luma < 140 ? new Color(255, 255, 255, 170) : new Color(40, 40, 40, 170);
  }

  private Color shade() {
    PictureClass.Paint paint = kind.paint();
    return Color.getHSBColor(
        paint.hue + (float) between(-0.015, 0.015),
        paint.saturation * (float) between(0.9, 1),
        paint.brightness * (float) between(0.88, 1));
  }

  private Color pale(float hue, double darkest, double lightest) {
    return Color.getHSBColor(hue, (float) between(0.02, 0.15), (float) between(darkest, lightest));
  }

  private int side() {
    return SMALLEST_SIDE + random.nextInt(LARGEST_SIDE - SMALLEST_SIDE + 1);
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
