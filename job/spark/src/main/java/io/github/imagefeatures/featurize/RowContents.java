package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.RejectionReason;
import io.github.imagefeatures.listing.ListedImage;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;

/** Rows of a table with the content of their images, in the order in which the rows come. */
interface RowContents extends Iterator<Fetched<Row>>, AutoCloseable {

  @Override
  void close();

  /**
   * Rows that have the content in them.
   *
   * @param column where it is, from 0: {@code byte[]}, a whole file, or null
   */
  static RowContents ofBytes(Iterator<Row> rows, int column, ImageLimits limits) {
    return new RowContents() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Fetched<Row> next() {
        Row row = rows.next();
        byte[] content = row.getAs(column);
        try {
          if (content == null) {
            throw missing();
          }
          ImageContents.check(content, limits);
          return new Fetched<>(row, content, null);
        } catch (RejectedImageException e) {
          return new Fetched<>(row, null, e);
        }
      }

      @Override
      public void close() {}
    };
  }

  /**
   * Rows that have the path of a file, which is read ahead.
   *
   * @param column where it is, from 0: {@code String} or null
   */
  static RowContents ofPaths(
      Iterator<Row> rows, int column, Configuration hadoop, ImageLimits limits) {
    return new OfPaths(rows, column, hadoop, limits);
  }

  private static RejectedImageException missing() {
    return new RejectedImageException(
        RejectionReason.EMPTY, "There is no image: the value is null.");
  }

  /** The reader takes rows before they are asked for; those wait here. */
  final class OfPaths implements RowContents {
    private final Queue<Row> waiting = new ArrayDeque<>();
    private final int column;
    private final ReadAhead reads;

    private OfPaths(Iterator<Row> rows, int column, Configuration hadoop, ImageLimits limits) {
      this.column = column;
      this.reads = new ReadAhead(images(rows), hadoop, limits);
    }

    @Override
    public boolean hasNext() {
      return reads.hasNext();
    }

    @Override
    public Fetched<Row> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Fetched<ListedImage> image = reads.next();
      Row row = waiting.remove();
      return row.isNullAt(column)
          ? new Fetched<>(row, null, missing())
          : new Fetched<>(row, image.content(), image.rejection());
    }

    @Override
    public void close() {
      reads.close();
    }

    private Iterator<ListedImage> images(Iterator<Row> rows) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return rows.hasNext();
        }

        @Override
        public ListedImage next() {
          Row row = rows.next();
          waiting.add(row);
          // Of a row without a path nothing is read.
          return ListedImage.ofPath(row.isNullAt(column) ? "" : row.getString(column));
        }
      };
    }
  }
}
