/**
 * What the images and their neighbours tell of a data set: copies, near-duplicates, suspect labels,
 * labels that are confused, outliers, pictures with little on them. Formulas and sources stand in
 * {@code docs/findings.md}.
 */
package io.github.imagefeatures.findings;
