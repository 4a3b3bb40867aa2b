package io.github.imagefeatures.featurize;

import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.RejectedImage;
import io.github.imagefeatures.tensorflow.Processor;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The features of a task's images; what else came of them goes into the shard's outcome. */
final class FeatureIterator implements Iterator<FeatureVector> {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureIterator.class);

  private final BatchIterator<ListedImage> images;
  private final FeaturizeCounters counters;
  private final ShardOutcome outcome;
  private FeatureVector next;
  private boolean ended;

  FeatureIterator(
      BatchIterator<ListedImage> images, FeaturizeCounters counters, Processor processor) {
    this.images = images;
    this.counters = counters;
    this.outcome = new ShardOutcome(processor);
  }

  @Override
  public boolean hasNext() {
    while (next == null && images.hasNext()) {
      take(images.next());
    }
    if (next == null && !ended) {
      ended = true;
      counters.end(outcome);
    }
    return next != null;
  }

  @Override
  public FeatureVector next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    FeatureVector vector = next;
    next = null;
    return vector;
  }

  /** What came of the images so far, for the log. */
  String counts() {
    return String.format(
        Locale.ROOT,
        "%d images featurized, %d with warnings, %d rejected, %d bytes",
        outcome.featurized(),
        outcome.warned(),
        outcome.rejected().size(),
        images.bytes());
  }

  private void take(ImageOutcome<ListedImage> image) {
    if (image.rejection() != null) {
      outcome.reject(new RejectedImage(image.image(), image.rejection()));
      return;
    }
    if (image.warnings() > 0) {
      LOG.debug("{}: the decoder warned {} times", image.image().path(), image.warnings());
    }
    outcome.featurize(image.image(), image.seen());
    counters.featurize(1);
    next = new FeatureVector(image.image().path(), image.image().label(), image.features());
  }
}
