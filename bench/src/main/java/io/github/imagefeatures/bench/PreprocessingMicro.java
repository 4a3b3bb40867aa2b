package io.github.imagefeatures.bench;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.RowSink;
import io.github.imagefeatures.image.decode.ImageDecoder;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.image.resize.PillowResize;
import io.github.imagefeatures.network.weights.Networks;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One image from its file's bytes to the model's input, and the parts of that way. Resizing writes
 * normalised numbers, by a look-up that takes the place of the clipping, so the two are one part.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PreprocessingMicro {
  /** Format, width and height of the image. */
  @Param({"jpeg-100x100"})
  public String image;

  private static final InputSpec INPUT = Networks.DEFAULT.input();

  private static final long SEED = 7;

  private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT, Orientation.DEFAULT);
  private final PillowResize resize = new PillowResize(INPUT, Resampling.DEFAULT);
  private final ImagePreprocessor preprocessor =
      new ImagePreprocessor(INPUT, ImageLimits.DEFAULT, Resampling.DEFAULT, Orientation.DEFAULT);
  private final FloatBuffer target = FloatBuffer.allocate(INPUT.numbers());
  private final LastRow lastRow = new LastRow();
  private final DecodedRows rows = new DecodedRows();
  private byte[] content;

  /**
   * Draws the image and decodes it once.
   *
   * @throws IOException if it cannot be drawn
   * @throws RejectedImageException if it cannot be decoded
   */
  @Setup
  public void draw() throws IOException, RejectedImageException {
    String[] parts = image.split("[-x]");
    content =
        TestPictures.draw(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), SEED);
    decoder.decode(content, content.length, rows);
  }

  /**
   * File to 8-bit RGB rows.
   *
   * @return something of the result, so that it is not optimised away
   * @throws RejectedImageException never
   */
  @Benchmark
  public int decode() throws RejectedImageException {
    decoder.decode(content, content.length, lastRow);
    return lastRow.first;
  }

  /**
   * 8-bit RGB rows to normalised floats.
   *
   * @return something of the result, so that it is not optimised away
   */
  @Benchmark
  public float resizeAndNormalise() {
    target.clear();
    resize.writeTo(target);
    rows.replay(resize);
    return target.get(0);
  }

  /**
   * File to normalised floats.
   *
   * @return something of the result, so that it is not optimised away
   * @throws RejectedImageException never
   */
  @Benchmark
  public float all() throws RejectedImageException {
    target.clear();
    preprocessor.preprocess(content, content.length, target);
    return target.get(0);
  }

  /** Takes rows and forgets them. */
  private static final class LastRow implements RowSink {
    private int first;

    @Override
    public void begin(int width, int height) {}

    @Override
    public void row(byte[] rgb, int offset) {
      first += rgb[offset];
    }
  }

  /** Keeps rows and gives them again. */
  private static final class DecodedRows implements RowSink {
    private int width;
    private int height;
    private byte[] pixels;
    private int filled;

    @Override
    public void begin(int width, int height) {
      this.width = width;
      this.height = height;
      pixels = new byte[width * height * 3];
      filled = 0;
    }

    @Override
    public void row(byte[] rgb, int offset) {
      System.arraycopy(rgb, offset, pixels, filled, width * 3);
      filled += width * 3;
    }

    void replay(RowSink sink) {
      sink.begin(width, height);
      for (int y = 0; y < height; y++) {
        sink.row(pixels, y * width * 3);
      }
    }
  }
}
