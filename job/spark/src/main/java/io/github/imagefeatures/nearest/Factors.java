package io.github.imagefeatures.nearest;

import io.github.imagefeatures.nearest.BlockPairs.Search;
import java.util.List;

/**
 * The rows of a block as factors of products: in float32, and without the mean of all rows, which
 * is the same for every distance, and costs digits where all rows point the same way.
 *
 * @param searches for which there are squares and rests
 * @param leading the leading coordinates, row by row
 * @param rows all numbers, row by row; the same array where the leading ones are all
 * @param squares for each search the squared length of each row
 * @param rests for each search the length of what the leading coordinates leave of each row; 0
 *     where they leave nothing of what the search goes by
 */
record Factors(
    List<Search> searches, float[] leading, float[] rows, float[][] squares, float[][] rests) {

  static Factors of(VectorBlock block, Leading leading, List<Search> searches) {
    double[] centred = block.centred(leading.mean());
    double[] firsts = leading.of(centred);
    float[] rows = floats(centred);
    Factors factors =
        new Factors(
            searches,
            leading.count() == block.width() ? rows : floats(firsts),
            rows,
            new float[searches.size()][block.rows()],
            new float[searches.size()][block.rows()]);
    for (int row = 0; row < block.rows(); row++) {
      factors.measure(row, centred, block.width(), firsts, leading);
    }
    return factors;
  }

  private void measure(int row, double[] centred, int width, double[] firsts, Leading leading) {
    // In double precision: a rest may be small beside the row that it is the rest of.
    double ofLeading = 0;
    for (int i = row * leading.count(); i < (row + 1) * leading.count(); i++) {
      ofLeading += firsts[i] * firsts[i];
    }
    double sum = 0;
    int i = row * width;
    for (int search = 0; search < searches.size(); search++) {
      int dimensions = searches.get(search).dimensions();
      for (int end = row * width + dimensions; i < end; i++) {
        sum += centred[i] * centred[i];
      }
      squares[search][row] = (float) sum;
      rests[search][row] =
          leading.hold(dimensions) ? 0 : (float) Math.sqrt(Math.max(0, sum - ofLeading));
    }
  }

  private static float[] floats(double[] numbers) {
    float[] rounded = new float[numbers.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) numbers[i];
    }
    return rounded;
  }
}
