/**
 * Resizes rows of RGB: bicubically as Pillow does, for the network, and by averaging, for
 * thumbnails.
 */
package io.github.imagefeatures.image.resize;
