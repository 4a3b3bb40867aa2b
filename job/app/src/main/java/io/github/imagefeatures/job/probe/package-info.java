/**
 * What only the machines themselves can tell before a run is made on them: each question is a check
 * with an outcome, a figure and a sentence.
 */
package io.github.imagefeatures.job.probe;
