package io.github.imagefeatures.neighbours;

/**
 * How many of the nearest images an approximate search has found, of a sample whose distances to
 * all others were computed.
 *
 * @param sampled different vectors of the sample
 * @param byFeatures share of their nearest by cosine that were found, 0 to 1
 * @param byComponents share of their nearest by Euclid over the components, 0 to 1; null where
 *     there are no components
 */
public record Recall(int sampled, double byFeatures, Double byComponents) {}
