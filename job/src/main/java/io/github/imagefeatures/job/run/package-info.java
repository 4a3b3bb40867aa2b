/**
 * One run from start to finish: its stages, its folder, the manifest, publishing, and the
 * validation of a finished one.
 */
package io.github.imagefeatures.job.run;
