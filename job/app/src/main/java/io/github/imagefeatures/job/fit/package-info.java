/** The fit that an earlier run has left, for a run of other images. */
package io.github.imagefeatures.job.fit;
