package io.github.imagefeatures.job.model;

import java.io.Serializable;

/**
 * A convolution with its batch normalisation folded in.
 *
 * @param kernel the scaled kernel
 * @param bias one number an output channel
 */
record FoldedConvolution(Kernel kernel, float[] bias) implements Serializable {}
