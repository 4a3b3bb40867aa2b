package io.github.imagefeatures.table;

import java.nio.ByteBuffer;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.spark.sql.catalyst.util.ArrayData;

/** How the numbers of a vector stand in a page of Parquet that is encoded as PLAIN. */
enum PlainNumbers {
  /** 32 bits. */
  FLOAT(Float.BYTES) {
    @Override
    void put(ArrayData vector, ByteBuffer page, Statistics<?> statistics) {
      float[] numbers = vector.toFloatArray();
      page.asFloatBuffer().put(numbers);
      page.position(page.position() + numbers.length * bytes());
      float least = numbers[0];
      float greatest = numbers[0];
      for (float number : numbers) {
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
      }
      statistics.updateStats(least);
      statistics.updateStats(greatest);
    }
  },

  /** 64 bits. */
  DOUBLE(Double.BYTES) {
    @Override
    void put(ArrayData vector, ByteBuffer page, Statistics<?> statistics) {
      double[] numbers = vector.toDoubleArray();
      page.asDoubleBuffer().put(numbers);
      page.position(page.position() + numbers.length * bytes());
      double least = numbers[0];
      double greatest = numbers[0];
      for (double number : numbers) {
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
      }
      statistics.updateStats(least);
      statistics.updateStats(greatest);
    }
  };

  private final int bytes;

  PlainNumbers(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }

  /**
   * Adds a vector to a page and to what is known of the page.
   *
   * @param vector without nulls
   * @param page has room for it, and a byte order
   * @param statistics the statistics of the page
   */
  abstract void put(ArrayData vector, ByteBuffer page, Statistics<?> statistics);
}
