/** Resizes rows of RGB: as Pillow does, for the network, and by averaging, for thumbnails. */
package io.github.imagefeatures.image.resize;
