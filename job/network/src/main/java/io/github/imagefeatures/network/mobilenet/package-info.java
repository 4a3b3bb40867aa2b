/**
 * MobileNetV2: the reader of Keras' weights files, the folding of batch normalisation, and the
 * TensorFlow graph. No other room knows its sizes or its name.
 */
package io.github.imagefeatures.network.mobilenet;
