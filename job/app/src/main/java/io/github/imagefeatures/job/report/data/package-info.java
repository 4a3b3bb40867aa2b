/**
 * What the page says of a run's images and components: counts and spreads by class, and the points
 * that it shows.
 */
package io.github.imagefeatures.job.report.data;
