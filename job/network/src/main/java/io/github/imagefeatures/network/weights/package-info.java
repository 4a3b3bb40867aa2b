/** Finds, downloads and verifies the weights file. */
package io.github.imagefeatures.network.weights;
