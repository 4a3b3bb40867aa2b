/**
 * Standard scaling and principal component analysis of feature vectors on Spark: moments in one
 * pass, the eigen-decomposition, the number of components, and the result as MLlib's own models.
 * Nothing here knows images.
 */
package io.github.imagefeatures.reduce;
