package io.github.imagefeatures.nearest;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Products of rows of one block with rows of another, in float32 on the caller's core: OpenBLAS and
 * TensorFlow take the same time for 2,000 rows, and OpenBLAS adds to what is there. Its memory lies
 * outside of Java's heap and serves one pair of blocks after another.
 */
final class BlockProduct implements AutoCloseable {
  /** Rows of the first block whose products are there at a time: 2 MB, with 2,048 others. */
  static final int STRIP = 256;

  static {
    openblas.blas_set_num_threads(1);
  }

  private final int rows;
  private final int width;
  private final FloatPointer first;
  private final FloatPointer second;
  private final FloatPointer products;
  private final float[][] strip;
  private float[] firstRows;

  /**
   * @param rows of a block at most
   * @param width numbers of each row
   */
  BlockProduct(int rows, int width) {
    this.rows = rows;
    this.width = width;
    first = new FloatPointer((long) rows * width);
    second = new FloatPointer((long) rows * width);
    products = new FloatPointer((long) STRIP * rows);
    strip = new float[STRIP][rows];
  }

  /** Takes all rows of one block and of the other, which may be the same. */
  void set(float[] one, float[] other) {
    // The first of several pairs is often the same.
    if (one != firstRows) {
      first.position(0).put(one);
      firstRows = one;
    }
    second.position(0).put(other);
  }

  /**
   * Adds the products of a range of columns to those of the columns before it.
   *
   * @param from first row of the first block, before {@code to}, {@link #STRIP} rows at most
   * @param others first row of the second block, before {@code end}
   * @param begin first column; 0 forgets what is there
   * @param column behind the last column
   * @return an array for each row, in which the product with a row of the second block stands at
   *     its number, over the columns before {@code column}; overwritten by the next call
   */
  float[][] add(int from, int to, int others, int end, int begin, int column) {
    if (begin < column) {
      openblas.cblas_sgemm(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          openblas.CblasTrans,
          to - from,
          end - others,
          column - begin,
          1,
          first.position((long) from * width + begin),
          width,
          second.position((long) others * width + begin),
          width,
          begin == 0 ? 0 : 1,
          products.position(others),
          rows);
      for (int row = 0; row < to - from; row++) {
        products.position((long) row * rows + others).get(strip[row], others, end - others);
      }
    }
    return strip;
  }

  /** The product of a row of the first block and one of the second, over their first columns. */
  float of(int row, int other, int columns) {
    return openblas.cblas_sdot(
        columns, first.position((long) row * width), 1, second.position((long) other * width), 1);
  }

  @Override
  public void close() {
    first.position(0).close();
    second.position(0).close();
    products.position(0).close();
  }
}
