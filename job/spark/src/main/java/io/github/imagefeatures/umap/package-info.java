/**
 * Places in the plane that keep neighbourhoods: uniform manifold approximation and projection
 * (UMAP), for points whose nearest neighbours are known already.
 */
package io.github.imagefeatures.umap;
