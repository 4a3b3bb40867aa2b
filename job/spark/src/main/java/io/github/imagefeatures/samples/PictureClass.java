package io.github.imagefeatures.samples;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;

/**
 * What all drawn pictures of one class have in common. The first hundred are plain, every further
 * hundred has another texture; within a hundred neighbours differ in shape and in colour.
 */
record PictureClass(Outline outline, Paint paint, Texture texture) {

  /** The most classes that can be told apart. */
  static final int COUNT =
      Outline.values().length * Paint.values().length * Texture.values().length;

  /** The class of a number from 0 to {@link #COUNT} - 1. */
  static PictureClass of(int number) {
    int outlines = Outline.values().length;
    int paints = Paint.values().length;
    int row = number / outlines;
    return new PictureClass(
        Outline.values()[number % outlines],
        Paint.values()[(number + row) % paints],
        Texture.values()[number / (outlines * paints)]);
  }

  /** Its folder's name, such as {@code red-circle} or {@code striped-red-circle}. */
  String label() {
    String plain = paint + "-" + outline;
    return (texture == Texture.PLAIN ? plain : texture + "-" + plain).toLowerCase(Locale.ROOT);
  }

  /** What is laid over the shape. */
  enum Texture {
    PLAIN,
    STRIPED,
    DOTTED,
    CHECKED
  }

  /** Hue from 0 to 1, saturation and brightness, as {@link java.awt.Color#getHSBColor} has them. */
  enum Paint {
    RED(0.00f, 0.90f, 0.85f),
    YELLOW(0.155f, 0.90f, 0.95f),
    BLUE(0.61f, 0.90f, 0.85f),
    GREEN(0.34f, 0.80f, 0.60f),
    ORANGE(0.075f, 0.95f, 0.98f),
    PURPLE(0.76f, 0.75f, 0.65f),
    CYAN(0.50f, 0.80f, 0.85f),
    PINK(0.91f, 0.45f, 1.00f),
    BROWN(0.07f, 0.75f, 0.45f),
    BLACK(0.00f, 0.00f, 0.12f);

    final float hue;
    final float saturation;
    final float brightness;

    Paint(float hue, float saturation, float brightness) {
      this.hue = hue;
      this.saturation = saturation;
      this.brightness = brightness;
    }
  }

  /** A shape within the square from -1 to 1. */
  enum Outline {
    CIRCLE {
      @Override
      Shape shape() {
        return new Ellipse2D.Double(-0.9, -0.9, 1.8, 1.8);
      }
    },
    SQUARE {
      @Override
      Shape shape() {
        return new Rectangle2D.Double(-0.8, -0.8, 1.6, 1.6);
      }
    },
    TRIANGLE {
      @Override
      Shape shape() {
        return star(3, 0.5);
      }
    },
    STAR {
      @Override
      Shape shape() {
        return star(5, 0.4);
      }
    },
    RING {
      @Override
      Shape shape() {
        Area ring = new Area(CIRCLE.shape());
        ring.subtract(new Area(new Ellipse2D.Double(-0.5, -0.5, 1.0, 1.0)));
        return ring;
      }
    },
    CROSS {
      @Override
      Shape shape() {
        Area cross = new Area(new Rectangle2D.Double(-0.95, -0.3, 1.9, 0.6));
        cross.add(new Area(new Rectangle2D.Double(-0.3, -0.95, 0.6, 1.9)));
        return cross;
      }
    },
    CRESCENT {
      @Override
      Shape shape() {
        Area crescent = new Area(CIRCLE.shape());
        crescent.subtract(new Area(new Ellipse2D.Double(-0.35, -0.75, 1.5, 1.5)));
        return crescent;
      }
    },
    HEXAGON {
      @Override
      Shape shape() {
        return star(6, Math.cos(Math.PI / 6));
      }
    },
    BAR {
      @Override
      Shape shape() {
        return new Rectangle2D.Double(-1.0, -0.35, 2.0, 0.7);
      }
    },
    BURST {
      @Override
      Shape shape() {
        return star(14, 0.65);
      }
    };

    abstract Shape shape();

    /** A star of so many points; with the right depth a regular polygon. */
    private static Shape star(int points, double innerRadius) {
      Path2D star = new Path2D.Double();
      star.moveTo(1, 0);
      for (int corner = 1; corner < 2 * points; corner++) {
        double radius = corner % 2 == 0 ? 1 : innerRadius;
        double angle = Math.PI * corner / points;
        star.lineTo(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
      }
      star.closePath();
      return star.createTransformedShape(AffineTransform.getRotateInstance(-Math.PI / 2));
    }
  }
}
