/** The network on Spark: fetch ahead, decode, batch, run, and set aside what cannot be read. */
package io.github.imagefeatures.featurize;
