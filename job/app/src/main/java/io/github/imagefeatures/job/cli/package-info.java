/** The commands of the program, and failures as exit codes. */
package io.github.imagefeatures.job.cli;
