/** TIFF: header, compressions, predictors, samples and decoder. */
package io.github.imagefeatures.image.tiff;
