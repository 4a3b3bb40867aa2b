/**
 * What every image format shares: the limits that an image must keep, the reasons for which one is
 * rejected, the rows that a decoder gives away, and the memory that decoding may take.
 */
package io.github.imagefeatures.image;
