/**
 * Rows of pixels on their way from a decoder: colours, orientation, frames, and the bytes they come
 * from.
 */
package io.github.imagefeatures.image.raster;
