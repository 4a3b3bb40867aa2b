package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.ImageLimits;
import io.github.imagefeatures.image.Orientation;
import io.github.imagefeatures.image.Resampling;
import io.github.imagefeatures.image.preprocess.ImagePreprocessor;
import io.github.imagefeatures.listing.ListedImage;
import io.github.imagefeatures.network.LoadedNetwork;
import io.github.imagefeatures.table.FeatureVector;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task: its images to features.
 *
 * @param network with its weights, sent once to each executor
 * @param hadoop how to reach the images' store
 * @param batchSize images decoded before the network runs on them
 * @param limits what one image may cost
 * @param resampling which release of Pillow images are resized like
 * @param orientation whether images are turned upright
 * @param counters what came of the images
 */
record FeaturizeTask(
    Broadcast<LoadedNetwork> network,
    Broadcast<SerializableConfiguration> hadoop,
    int batchSize,
    ImageLimits limits,
    Resampling resampling,
    Orientation orientation,
    FeaturizeCounters counters)
    implements FlatMapFunction<Iterator<List<ListedImage>>, FeatureVector> {
  private static final Logger LOG = LoggerFactory.getLogger(FeaturizeTask.class);

  @Override
  public Iterator<FeatureVector> call(Iterator<List<ListedImage>> slices) {
    ExecutorModel.Lease model = ExecutorModel.lease(network.value());
    // Listeners run in the opposite order, so that the network is given back last, whatever fails.
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> model.close());
    ReadAhead reads = new ReadAhead(slices.next().iterator(), hadoop.value().value(), limits);
    BatchIterator<ListedImage> batches =
        new BatchIterator<>(
            reads,
            model.extractor().newBatch(batchSize),
            new ImagePreprocessor(
                network.value().network().input(), limits, resampling, orientation),
            ListedImage::path,
            true);
    FeatureIterator features =
        new FeatureIterator(batches, counters, network.value().engine().processor());
    long started = System.nanoTime();
    TaskCompletionListener closing =
        context -> {
          reads.close();
          batches.close();
          LOG.info(
              "Task {}: {} in {} s",
              context.taskAttemptId(),
              features.counts(),
              (System.nanoTime() - started) / 1e9);
        };
    TaskContext.get().addTaskCompletionListener(closing);
    return features;
  }
}
