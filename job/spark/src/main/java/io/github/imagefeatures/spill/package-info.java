/**
 * Lists that may be longer than memory: in memory up to a number of rows, beyond it in a temporary
 * file of this machine, of which nothing is left when the process ends, however it ends.
 */
package io.github.imagefeatures.spill;
