/**
 * The fit that an earlier run has left: for a run of other images, or as a pipeline for other
 * programs.
 */
package io.github.imagefeatures.job.fit;
