package io.github.imagefeatures.job.featurize;

import java.util.List;

/**
 * What came of a shard's images.
 *
 * @param featurized images whose features were written
 * @param warned of those, how many are damaged in a way that decoders put up with
 * @param rejected the others
 */
public record FeaturizedShard(long featurized, long warned, List<RejectedImage> rejected) {}
