/** The model on Spark: fetch ahead, decode, batch, run, and set aside what cannot be read. */
package io.github.imagefeatures.job.featurize;
