/**
 * From a weights file to features: the HDF5 reader, the folding of batch normalisation, MobileNetV2
 * as a TensorFlow graph, and the extractor that runs it. Nothing here knows Spark.
 */
package io.github.imagefeatures.network;
