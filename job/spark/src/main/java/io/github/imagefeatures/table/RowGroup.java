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
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Rows on their way into a Parquet file: names through Parquet's column writers, vectors as whole
 * pages.
 */
final class RowGroup {
  private final ColumnWriteStore names;
  private final ColumnDescriptor[] nameColumns;
  private final ColumnWriter[] nameWriters;
  private final List<VectorPages> vectors = new ArrayList<>();
  private long rows;
  private long vectorBytes;

  /**
   * @param schema columns of text, and behind them lists of float or double
   * @param pages takes the pages
   * @param properties how large they are, and how names are encoded
   */
  RowGroup(MessageType schema, PageWriteStore pages, ParquetProperties properties) {
    int count = (int) schema.getFields().stream().takeWhile(Type::isPrimitive).count();
    MessageType nameSchema =
        new MessageType(schema.getName(), schema.getFields().subList(0, count));
    names = properties.newColumnWriteStore(nameSchema, pages);
    nameColumns = nameSchema.getColumns().toArray(ColumnDescriptor[]::new);
    nameWriters =
        nameSchema.getColumns().stream().map(names::getColumnWriter).toArray(ColumnWriter[]::new);
    for (ColumnDescriptor column : schema.getColumns().subList(count, schema.getFieldCount())) {
      vectors.add(
          new VectorPages(column, pages.getPageWriter(column), properties.getPageSizeThreshold()));
    }
  }

  /** Adds a row; none of its columns is null, none of its vectors empty. */
  void add(InternalRow row) throws IOException {
    for (int i = 0; i < nameWriters.length; i++) {
      Binary name = Binary.fromConstantByteArray(row.getUTF8String(i).getBytes());
      nameWriters[i].write(name, 0, nameColumns[i].getMaxDefinitionLevel());
    }
    names.endRecord();
    for (int i = 0; i < vectors.size(); i++) {
      vectorBytes += vectors.get(i).add(row.getArray(nameWriters.length + i));
    }
    rows++;
  }

  /** Gives all pages that are begun to the store of pages. */
  void flush() throws IOException {
    names.flush();
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
    return names.getBufferedSize() + vectorBytes;
  }
}
