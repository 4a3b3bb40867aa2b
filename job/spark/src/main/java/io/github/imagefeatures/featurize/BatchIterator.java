package io.github.imagefeatures.featurize;

import io.github.imagefeatures.failure.FailureId;
import io.github.imagefeatures.failure.WeightsException;
import io.github.imagefeatures.image.RejectedImageException;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.network.FeatureExtractor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;

/**
 * Images from content to features, one batch of the network at a time, in the order in which they
 * come. The one place where it is done, for runs and for programs that call the library.
 *
 * @param <T> what tells an image from others
 */
final class BatchIterator<T> implements Iterator<ImageOutcome<T>>, AutoCloseable {
  /**
   * Images that may wait for a batch to fill up, rejected ones among them, for each of its places.
   */
  private static final int MOST_WAITING = 16;

  private final Iterator<Fetched<T>> images;
  private final FeatureExtractor.Batch batch;
  private final ImagePreprocessor preprocessor;
  private final Function<T, String> names;
  private final boolean described;
  private final Queue<ImageOutcome<T>> ready = new ArrayDeque<>();
  private long bytes;

  /**
   * @param images with their content
   * @param batch is closed with this
   * @param preprocessor makes of an image what the network reads
   * @param names what to call an image in a sentence
   * @param described whether anybody asks what was seen of an image beside its features
   */
  BatchIterator(
      Iterator<Fetched<T>> images,
      FeatureExtractor.Batch batch,
      ImagePreprocessor preprocessor,
      Function<T, String> names,
      boolean described) {
    this.images = images;
    this.batch = batch;
    this.preprocessor = preprocessor;
    this.names = names;
    this.described = described;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && images.hasNext()) {
      runBatch(fillBatch());
    }
    return !ready.isEmpty();
  }

  @Override
  public ImageOutcome<T> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  @Override
  public void close() {
    batch.close();
  }

  /** Bytes of the images so far. */
  long bytes() {
    return bytes;
  }

  /** Decodes images until the batch is full; those without a rejection have a place in it. */
  private List<ImageOutcome<T>> fillBatch() {
    List<ImageOutcome<T>> waiting = new ArrayList<>();
    int places = 0;
    while (places < batch.capacity()
        && waiting.size() < MOST_WAITING * batch.capacity()
        && images.hasNext()) {
      ImageOutcome<T> image = preprocess(images.next(), places);
      waiting.add(image);
      if (image.rejection() == null) {
        places++;
      }
    }
    return waiting;
  }

  private ImageOutcome<T> preprocess(Fetched<T> image, int place) {
    if (image.rejection() != null) {
      return new ImageOutcome<>(image.image(), null, image.rejection(), 0, null);
    }
    byte[] content = image.content();
    bytes += content.length;
    try {
      int warnings = preprocessor.preprocess(content, content.length, batch.image(place));
      SeenImage seen =
          described
              ? SeenImage.of(content, batch.image(place), preprocessor.input(), warnings)
              : null;
      return new ImageOutcome<>(image.image(), null, null, warnings, seen);
    } catch (RejectedImageException e) {
      return new ImageOutcome<>(image.image(), null, e, 0, null);
    }
  }

  private void runBatch(List<ImageOutcome<T>> waiting) {
    int count = (int) waiting.stream().filter(image -> image.rejection() == null).count();
    float[][] features = count == 0 ? new float[0][] : batch.features(count);
    int place = 0;
    for (ImageOutcome<T> image : waiting) {
      if (image.rejection() == null) {
        requireFinite(features[place], image.image());
        ready.add(
            new ImageOutcome<>(
                image.image(), features[place], null, image.warnings(), image.seen()));
        place++;
      } else {
        ready.add(image);
      }
    }
  }

  private void requireFinite(float[] features, T image) {
    for (float feature : features) {
      if (!Float.isFinite(feature)) {
        throw new WeightsException(
            FailureId.FEATURES_NOT_FINITE,
            "The weights give features of %s that are not finite numbers: name a sound weights file with --model."
                .formatted(names.apply(image)));
      }
    }
  }
}
