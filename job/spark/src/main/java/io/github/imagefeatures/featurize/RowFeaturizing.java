package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.network.LoadedNetwork;
import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A partition of any table with images in one of its columns: each row with the features of its
 * image, or with the reason why it has none, in the order in which the rows come.
 *
 * @param network with its weights, sent once to each executor
 * @param hadoop how to reach the images' store, where the column has paths
 * @param column where the column is, from 0; its values are {@code byte[]}, an image's whole file,
 *     or {@code String}, its path as {@link io.github.imagefeatures.listing.ImagePath} describes it
 * @param paths whether they are paths
 * @param batchSize images decoded before the network runs on them
 * @param limits what one image may cost
 * @param resampling which release of Pillow images are resized like
 * @param orientation whether images are turned upright
 * @param result makes the rows that leave
 * @serial exclude
 */
public record RowFeaturizing(
    Broadcast<LoadedNetwork> network,
    Broadcast<SerializableConfiguration> hadoop,
    int column,
    boolean paths,
    int batchSize,
    ImageLimits limits,
    Resampling resampling,
    Orientation orientation,
    Result result)
    implements MapPartitionsFunction<Row, Row> {

  /** Makes of a row and of what came of its image the row that leaves. */
  @FunctionalInterface
  public interface Result extends Serializable {
    /**
     * Makes a row.
     *
     * @param row as it came
     * @param features all finite; null when there are none
     * @param rejection why there are none; null when there are
     * @return the row that leaves; null for none
     */
    Row of(Row row, float[] features, RejectedImageException rejection);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    if (!rows.hasNext()) {
      return rows;
    }
    ExecutorModel.Lease model = ExecutorModel.lease(network.value());
    // Listeners run in the opposite order, so that the network is given back last, whatever fails.
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> model.close());
    RowContents contents =
        paths
            ? RowContents.ofPaths(rows, column, hadoop.value().value(), limits)
            : RowContents.ofBytes(rows, column, limits);
    BatchIterator<Row> images =
        new BatchIterator<>(
            contents,
            model.extractor().newBatch(batchSize),
            new ImagePreprocessor(
                network.value().network().input(), limits, resampling, orientation),
            row -> paths ? row.getString(column) : "an image",
            false);
    AtomicBoolean closed = new AtomicBoolean();
    Runnable closing =
        () -> {
          if (!closed.getAndSet(true)) {
            contents.close();
            images.close();
            model.close();
          }
        };
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> closing.run());
    return new Results(images, result, closing);
  }

  /** The rows that leave. */
  private static final class Results implements Iterator<Row> {
    private final BatchIterator<Row> images;
    private final Result result;
    private final Runnable closing;
    private Row next;

    private Results(BatchIterator<Row> images, Result result, Runnable closing) {
      this.images = images;
      this.result = result;
      this.closing = closing;
    }

    @Override
    public boolean hasNext() {
      while (next == null && images.hasNext()) {
        ImageOutcome<Row> image = images.next();
        next = result.of(image.image(), image.features(), image.rejection());
      }
      if (next == null) {
        // Not only when the task ends: one task may read many partitions.
        closing.run();
      }
      return next != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = next;
      next = null;
      return row;
    }
  }
}
