package io.github.imagefeatures.job.featurize;

import io.github.imagefeatures.job.tensorflow.Processor;
import java.util.List;

/**
 * What came of a shard's images.
 *
 * @param featurized images whose features were written
 * @param warned of those, the paths of the ones damaged in a way that decoders put up with
 * @param rejected the others
 * @param processors that computed the features, each once
 */
public record FeaturizedShard(
    long featurized,
    List<String> warned,
    List<RejectedImage> rejected,
    List<Processor> processors) {}
