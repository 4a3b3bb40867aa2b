package io.github.imagefeatures.umap;

/**
 * The nearest others of each point, the nearest first.
 *
 * <p>The arrays are not copied and must not be changed afterwards.
 *
 * @param count how many each point has, 1 or more
 * @param points {@code count} numbers of points for each point, from 0; never its own
 * @param distances how far they are, 0 or more and finite; in the same order
 */
public record NearestPoints(int count, int[] points, double[] distances) {}
