package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.preprocess.ThumbnailEncoder;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.Thumbnail;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: its images, read once more, to thumbnails.
 *
 * @param hadoop how to reach the images' store
 * @param limits what one image may cost
 * @param orientation whether images are turned upright
 * @param longestSide of a thumbnail at most, in pixels
 * @param encoding makes the file
 */
record ThumbnailTask(
    Broadcast<SerializableConfiguration> hadoop,
    ImageLimits limits,
    Orientation orientation,
    int longestSide,
    Encoding encoding)
    implements FlatMapFunction<Iterator<List<ListedImage>>, Thumbnail> {
  private static final Logger LOG = LoggerFactory.getLogger(ThumbnailTask.class);

  /** Makes the file of a thumbnail from that of an image. */
  @FunctionalInterface
  interface Encoding extends Serializable {
    byte[] encode(ThumbnailEncoder encoder, byte[] content) throws RejectedImageException;
  }

  @Override
  public Iterator<Thumbnail> call(Iterator<List<ListedImage>> slices) {
    ThumbnailEncoder encoder = new ThumbnailEncoder(limits, orientation, longestSide);
    List<Thumbnail> thumbnails = new ArrayList<>();
    long started = System.nanoTime();
    try (ReadAhead reads =
        new ReadAhead(slices.next().iterator(), hadoop.value().value(), limits)) {
      while (reads.hasNext()) {
        Fetched<ListedImage> fetched = reads.next();
        if (fetched.rejection() == null) {
          add(fetched, encoder, thumbnails);
        }
      }
    }
    LOG.info(
        "Task {}: {} thumbnails, {} bytes in {} s",
        TaskContext.get().taskAttemptId(),
        thumbnails.size(),
        thumbnails.stream().mapToLong(thumbnail -> thumbnail.getPicture().length).sum(),
        (System.nanoTime() - started) / 1e9);
    return thumbnails.iterator();
  }

  /** An image that was sound when it was featurized may have changed since; it has no thumbnail. */
  private void add(
      Fetched<ListedImage> fetched, ThumbnailEncoder encoder, List<Thumbnail> thumbnails) {
    try {
      byte[] picture = encoding.encode(encoder, fetched.content());
      thumbnails.add(new Thumbnail(fetched.image().path(), picture));
    } catch (RejectedImageException e) {
      // The page shows the image without a picture; the caller counts those.
    }
  }
}
