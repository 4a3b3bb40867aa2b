/**
 * Weights file to graph to features: the HDF5 reader, batch-norm folding, MobileNetV2 as a
 * TensorFlow graph, and the extractor that runs it. Nothing here knows Spark.
 */
package io.github.imagefeatures.job.model;
