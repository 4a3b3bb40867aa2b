/** What a run is asked to do. Nothing here needs Spark or a file. */
package io.github.imagefeatures.job.options;
