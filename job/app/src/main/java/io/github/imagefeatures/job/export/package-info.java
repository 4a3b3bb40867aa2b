/**
 * A finished run for other programs: as a pipeline of Spark ML, or in files that other tools open.
 */
package io.github.imagefeatures.job.export;
