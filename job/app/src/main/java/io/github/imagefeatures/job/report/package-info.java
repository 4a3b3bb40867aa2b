/** Draws the page and the plots of a run. */
package io.github.imagefeatures.job.report;
