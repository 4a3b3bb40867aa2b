/**
 * The nearest rows of each row of a table of vectors: exactly, by blocked products or a tree, and
 * of very many by an index.
 */
package io.github.imagefeatures.nearest;
