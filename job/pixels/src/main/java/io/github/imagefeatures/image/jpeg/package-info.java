/** JPEG: header and decoder. */
package io.github.imagefeatures.image.jpeg;
