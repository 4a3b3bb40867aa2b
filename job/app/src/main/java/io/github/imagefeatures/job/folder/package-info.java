/**
 * A run as it lies on a disk or in a store: its folder and manifest, the options that it was begun
 * with, the log of its shards, the lock that one process holds, and the earlier runs beside it.
 */
package io.github.imagefeatures.job.folder;
