package io.github.imagefeatures.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridValuesWriter;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * A column of vectors as data pages of Parquet, version 1: levels of repetition, levels of
 * definition, and the numbers one after another in little-endian order, the encoding {@code PLAIN}
 * of the format's specification. All vectors are of one length, so that the levels of a page follow
 * from how many it holds.
 */
final class VectorPages {
  private static final int LEVELS_SLAB = 1024;

  private final ColumnDescriptor column;
  private final PageWriter target;
  private final int pageBytes;
  private final PlainNumbers plain;
  private ByteBuffer page = ByteBuffer.allocate(0);
  private Statistics<?> statistics;
  private int dimension;
  private int rows;
  private byte[] levels = {};
  private int levelsRows;

  /**
   * @param column a list of float or double
   * @param target gets the pages
   * @param pageBytes how large a page is at most, unless a single vector is larger
   */
  VectorPages(ColumnDescriptor column, PageWriter target, int pageBytes) {
    this.column = column;
    this.target = target;
    this.pageBytes = pageBytes;
    plain =
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
          case FLOAT -> PlainNumbers.FLOAT;
          case DOUBLE -> PlainNumbers.DOUBLE;
          default -> throw new IllegalArgumentException("No column of vectors: " + column);
        };
    statistics = Statistics.createStats(column.getPrimitiveType());
  }

  /**
   * Adds a vector.
   *
   * @param vector one or more numbers, as many as in the vectors before it
   * @return bytes of the numbers
   */
  int add(ArrayData vector) throws IOException {
    if (dimension == 0) {
      begin(vector.numElements());
    }
    if (vector.numElements() != dimension) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A vector of %d numbers in %s, whose others have %d.",
              vector.numElements(),
              String.join(".", column.getPath()),
              dimension));
    }
    if (rowBytes() > page.remaining()) {
      flush();
    }
    plain.put(vector, page, statistics);
    rows++;
    return rowBytes();
  }

  /** Gives the page that is begun, if any, to the target. */
  void flush() throws IOException {
    if (rows == 0) {
      return;
    }
    BytesInput numbers = BytesInput.from(page.array(), 0, page.position());
    target.writePage(
        BytesInput.concat(BytesInput.from(levels()), numbers),
        rows * dimension,
        rows,
        statistics,
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
    page.clear();
    rows = 0;
    statistics = Statistics.createStats(column.getPrimitiveType());
  }

  private void begin(int numbers) {
    if (numbers == 0) {
      throw new IllegalArgumentException(
          "An empty vector in " + String.join(".", column.getPath()));
    }
    dimension = numbers;
    page = ByteBuffer.allocate(Math.max(1, pageBytes / rowBytes()) * rowBytes());
    page.order(ByteOrder.LITTLE_ENDIAN);
  }

  private int rowBytes() {
    return dimension * plain.bytes();
  }

  /** Repetition and definition levels of a page, which are the same for every full page. */
  private byte[] levels() throws IOException {
    if (levelsRows != rows) {
      levels =
          BytesInput.concat(
                  encoded(column.getMaxRepetitionLevel(), 0),
                  encoded(column.getMaxDefinitionLevel(), column.getMaxDefinitionLevel()))
              .toByteArray();
      levelsRows = rows;
    }
    return levels;
  }

  /** A level for each number, of which only the first of a row may differ from {@code highest}. */
  private BytesInput encoded(int highest, int firstOfRow) throws IOException {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(highest);
    ValuesWriter encoder =
        new RunLengthBitPackingHybridValuesWriter(
            bits, LEVELS_SLAB, pageBytes, HeapByteBufferAllocator.getInstance());
    for (int row = 0; row < rows; row++) {
      encoder.writeInteger(firstOfRow);
      for (int i = 1; i < dimension; i++) {
        encoder.writeInteger(highest);
      }
    }
    return encoder.getBytes();
  }
}
