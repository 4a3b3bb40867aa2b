package io.github.imagefeatures.image;

import java.util.Locale;

/**
 * A filter that Pillow resizes with. The formulas are those of Pillow's {@code
 * src/libImaging/Resample.c}; distances are in pixels of whichever is coarser, the image or the
 * result.
 */
public enum Filter {
  /** Pillow's {@code bilinear_filter}: a triangle, {@code 1 - |x|}. */
  BILINEAR(1) {
    @Override
    public double weightAt(double x) {
      double t = Math.abs(x);
      return t < 1.0 ? 1.0 - t : 0.0;
    }
  },

  /** Pillow's {@code bicubic_filter}: Keys' cubic convolution with a = -0.5. */
  BICUBIC(2) {
    @Override
    public double weightAt(double x) {
      double t = Math.abs(x);
      if (t < 1.0) {
        return ((A + 2.0) * t - (A + 3.0)) * t * t + 1;
      }
      if (t < 2.0) {
        return (((t - 5) * t + 8) * t - 4) * A;
      }
      return 0.0;
    }
  },

  /** Pillow's {@code lanczos_filter}: {@code sinc(x) sinc(x / 3)}. */
  LANCZOS(3) {
    @Override
    public double weightAt(double x) {
      return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
    }
  };

  private static final double A = -0.5;

  private final int support;

  Filter(int support) {
    this.support = support;
  }

  /** {@return the name written to files and given by preprocessing files, such as bicubic} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return the distance from which on every weight is zero} */
  public int support() {
    return support;
  }

  /**
   * {@return the weight of a sample, before the weights of one output are divided by their sum}
   *
   * @param x how far the sample lies from the output's centre
   */
  public abstract double weightAt(double x);

  // The sine of Math may be the processor's own, StrictMath's is the same on every machine.
  private static double sinc(double x) {
    if (x == 0.0) {
      return 1.0;
    }
    double angle = x * Math.PI;
    return StrictMath.sin(angle) / angle;
  }
}
