package io.github.imagefeatures.job.featurize;

import java.util.List;

/**
 * What came of a shard's images.
 *
 * @param featurized images whose features were written
 * @param warned of those, the paths of the ones damaged in a way that decoders put up with
 * @param rejected the others
 */
public record FeaturizedShard(long featurized, List<String> warned, List<RejectedImage> rejected) {}
