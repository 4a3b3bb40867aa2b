package io.github.imagefeatures.neighbours;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Products of rows of one block with rows of another, in float32 on the caller's core: OpenBLAS and
 * TensorFlow take the same time for 2,000 rows, and OpenBLAS adds to what is there. Its memory lies
 * outside of Java's heap and serves one pair of blocks after another.
 */
final class BlockProduct implements AutoCloseable {
  /**
   * Rows of the first block whose products are there at a time: 4 MB of them, with 2,048 others.
   */
  static final int STRIP = 512;

  static {
    openblas.blas_set_num_threads(1);
  }

  private final int width;
  private final FloatPointer first;
  private final FloatPointer second;
  private final FloatPointer products;
  private final float[] strip;

  /**
   * @param rows of a block at most
   * @param width numbers of each row
   */
  BlockProduct(int rows, int width) {
    this.width = width;
    first = new FloatPointer((long) rows * width);
    second = new FloatPointer((long) rows * width);
    products = new FloatPointer((long) STRIP * rows);
    strip = new float[STRIP * rows];
  }

  /** Takes all rows of one block. */
  void setFirst(float[] rows) {
    first.position(0).put(rows);
  }

  /** Takes all rows of the other. */
  void setSecond(float[] rows) {
    second.position(0).put(rows);
  }

  /**
   * Adds the products of a range of columns to those of the columns before it.
   *
   * @param from first row of the first block, with {@code rows} that follow, {@link #STRIP} at most
   * @param others first row of the second block, with {@code count} that follow
   * @param begin first column; 0 forgets what is there
   * @param end column behind the last one
   * @return of each row {@code count} products, over the columns 0 to {@code end}; overwritten by
   *     the next call
   */
  float[] add(int from, int rows, int others, int count, int begin, int end) {
    openblas.cblas_sgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        rows,
        count,
        end - begin,
        1,
        first.position((long) from * width + begin),
        width,
        second.position((long) others * width + begin),
        width,
        begin == 0 ? 0 : 1,
        products,
        count);
    products.get(strip, 0, rows * count);
    return strip;
  }

  @Override
  public void close() {
    first.position(0).close();
    second.position(0).close();
    products.close();
  }
}
