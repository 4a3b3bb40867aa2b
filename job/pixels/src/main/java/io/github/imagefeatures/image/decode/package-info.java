/**
 * From the bytes of an image file to rows of 8-bit RGB: one decoder and one header reader for each
 * container, and the conversions of colours.
 *
 * <p>The pixels are exactly those of Pillow's {@code Image.open(..).convert("RGB")}, because the
 * weights were trained, and the reference features computed, on such pixels.
 */
package io.github.imagefeatures.image.decode;
