/**
 * From the bytes of one image file to the numbers the network reads: decode, resize, normalise.
 *
 * <p>The pixels are exactly those of Pillow's {@code Image.open(..).convert("RGB").resize((224,
 * 224))}, because the weights were trained, and the reference features computed, on such pixels.
 * Nothing here knows of Spark, of files or of the network.
 */
package io.github.imagefeatures.job.image;
