package io.github.imagefeatures.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.page.PageWriteStore;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Rows on their way into a Parquet file: names and single numbers through Parquet's column writers,
 * vectors as whole pages.
 */
final class RowGroup {
  private final ColumnWriteStore singles;
  private final ColumnDescriptor[] singleColumns;
  private final ColumnWriter[] singleWriters;
  private final List<VectorPages> vectors = new ArrayList<>();
  private long rows;
  private long vectorBytes;

  /**
   * @param schema columns of text or double, and behind them lists of float or double
   * @param pages takes the pages
   * @param properties how large they are, and how single values are encoded
   */
  RowGroup(MessageType schema, PageWriteStore pages, ParquetProperties properties) {
    int count = (int) schema.getFields().stream().takeWhile(Type::isPrimitive).count();
    MessageType singleSchema =
        new MessageType(schema.getName(), schema.getFields().subList(0, count));
    singles = properties.newColumnWriteStore(singleSchema, pages);
    singleColumns = singleSchema.getColumns().toArray(ColumnDescriptor[]::new);
    singleWriters =
        singleSchema.getColumns().stream()
            .map(singles::getColumnWriter)
            .toArray(ColumnWriter[]::new);
    for (ColumnDescriptor column : schema.getColumns().subList(count, schema.getFieldCount())) {
      vectors.add(
          new VectorPages(column, pages.getPageWriter(column), properties.getPageSizeThreshold()));
    }
  }

  /** Adds a row; no vector of it is null or empty. */
  void add(InternalRow row) throws IOException {
    for (int i = 0; i < singleWriters.length; i++) {
      addSingle(row, i);
    }
    singles.endRecord();
    for (int i = 0; i < vectors.size(); i++) {
      vectorBytes += vectors.get(i).add(row.getArray(singleWriters.length + i));
    }
    rows++;
  }

  private void addSingle(InternalRow row, int column) {
    ColumnWriter writer = singleWriters[column];
    int level = singleColumns[column].getMaxDefinitionLevel();
    if (row.isNullAt(column)) {
      writer.writeNull(0, level - 1);
    } else if (isDouble(singleColumns[column])) {
      writer.write(row.getDouble(column), 0, level);
    } else {
      byte[] text = row.getUTF8String(column).getBytes();
      writer.write(Binary.fromConstantByteArray(text), 0, level);
    }
  }

  private static boolean isDouble(ColumnDescriptor column) {
    return column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
  }

  /** Gives all pages that are begun to the store of pages. */
  void flush() throws IOException {
    singles.flush();
    for (VectorPages pages : vectors) {
      pages.flush();
    }
  }

  /** How many rows were added. */
  long rows() {
    return rows;
  }

  /** What was added, in bytes and not compressed. */
  long bytes() {
    return singles.getBufferedSize() + vectorBytes;
  }
}
