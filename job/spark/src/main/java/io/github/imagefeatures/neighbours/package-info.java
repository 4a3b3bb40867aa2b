/**
 * Which rows of a table of vectors lie nearest to each, exactly: products of blocks of rows, and
 * the nearest that they show measured again in double precision.
 */
package io.github.imagefeatures.neighbours;
