/**
 * What the rest of the program knows of a network: its input, its features, its weights, and the
 * extractor that runs it. Nothing here knows Spark, and nothing here knows which networks there
 * are.
 */
package io.github.imagefeatures.network;
