/**
 * Rows about images and tables of vectors, read and written, and the one door to what Spark and
 * Parquet do not promise to keep.
 */
package io.github.imagefeatures.table;
