/** Which networks there are, and finds, downloads and verifies their files. */
package io.github.imagefeatures.network.weights;
