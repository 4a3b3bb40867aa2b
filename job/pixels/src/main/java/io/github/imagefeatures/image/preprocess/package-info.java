/**
 * From the bytes of one image file to the numbers that the network reads, or to a thumbnail:
 * decode, resize, normalise. Nothing here knows of Spark, of files or of the network.
 */
package io.github.imagefeatures.image.preprocess;
