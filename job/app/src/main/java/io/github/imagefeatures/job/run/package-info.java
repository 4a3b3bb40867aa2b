/**
 * One run from start to finish: its stages, the features shard by shard, the components, the page,
 * and publishing.
 */
package io.github.imagefeatures.job.run;
