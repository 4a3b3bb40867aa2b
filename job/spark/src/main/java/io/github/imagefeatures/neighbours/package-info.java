/**
 * Which images lie nearest to each, written as a table; what they tell of labels, and a map of
 * them.
 */
package io.github.imagefeatures.neighbours;
