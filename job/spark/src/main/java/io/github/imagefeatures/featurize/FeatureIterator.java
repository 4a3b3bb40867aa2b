package io.github.imagefeatures.featurize;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.InputSpec;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.network.FeatureExtractor;
import io.github.imagefeatures.table.FeatureVector;
import io.github.imagefeatures.table.RejectedImage;
import io.github.imagefeatures.tensorflow.Processor;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's images, one batch at a time, from content to features. */
final class FeatureIterator implements Iterator<FeatureVector>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureIterator.class);

  private final ReadAhead reads;
  private final FeatureExtractor.Batch batch;
  private final ImagePreprocessor preprocessor;
  private final FeaturizeCounters counters;
  private final ShardOutcome outcome = new ShardOutcome(Processor.here());
  private final Queue<FeatureVector> ready = new ArrayDeque<>();
  private long bytes;
  private boolean ended;

  FeatureIterator(
      ReadAhead reads,
      FeatureExtractor.Batch batch,
      InputSpec input,
      ImageLimits limits,
      Resampling resampling,
      FeaturizeCounters counters) {
    this.reads = reads;
    this.batch = batch;
    this.preprocessor = new ImagePreprocessor(input, limits, resampling);
    this.counters = counters;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && reads.hasNext()) {
      runBatch(fillBatch());
    }
    if (ready.isEmpty() && !ended) {
      ended = true;
      counters.end(outcome);
    }
    return !ready.isEmpty();
  }

  @Override
  public FeatureVector next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  @Override
  public void close() {
    reads.close();
    batch.close();
  }

  /** What came of the images so far, for the log. */
  String counts() {
    return String.format(
        Locale.ROOT,
        "%d images featurized, %d with warnings, %d rejected, %d bytes",
        outcome.featurized(),
        outcome.warned().size(),
        outcome.rejected().size(),
        bytes);
  }

  private List<ListedImage> fillBatch() {
    List<ListedImage> images = new ArrayList<>(batch.capacity());
    while (images.size() < batch.capacity() && reads.hasNext()) {
      ReadAhead.Fetched fetched = reads.next();
      try {
        preprocess(fetched, batch.image(images.size()));
        images.add(fetched.image());
      } catch (RejectedImageException e) {
        outcome.reject(new RejectedImage(fetched.image(), e));
      }
    }
    return images;
  }

  private void preprocess(ReadAhead.Fetched fetched, FloatBuffer pixels)
      throws RejectedImageException {
    if (fetched.rejection() != null) {
      throw fetched.rejection();
    }
    bytes += fetched.content().length;
    int warnings = preprocessor.preprocess(fetched.content(), fetched.content().length, pixels);
    if (warnings > 0) {
      outcome.warn(fetched.image());
      LOG.debug("{}: the decoder warned {} times", fetched.image().path(), warnings);
    }
  }

  private void runBatch(List<ListedImage> images) {
    if (images.isEmpty()) {
      return;
    }
    float[][] features = batch.features(images.size());
    for (int i = 0; i < features.length; i++) {
      ListedImage image = images.get(i);
      requireFinite(features[i], image);
      outcome.featurize(image);
      ready.add(new FeatureVector(image.path(), image.label(), features[i]));
    }
    counters.featurize(features.length);
  }

  private static void requireFinite(float[] features, ListedImage image) {
    for (float feature : features) {
      if (!Float.isFinite(feature)) {
        throw new WeightsException(
            FailureId.FEATURES_NOT_FINITE,
            "The weights give features of %s that are not finite numbers: name a sound weights file with --model."
                .formatted(image.path()));
      }
    }
  }
}
