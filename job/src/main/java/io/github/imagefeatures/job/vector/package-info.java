/** The rows that pass between featurizing and reduction, as they stand in Parquet. */
package io.github.imagefeatures.job.vector;
