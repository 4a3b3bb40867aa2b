/**
 * The command line: commands, their options, what they print, and failures as exit codes. Nothing
 * else parses arguments.
 */
package io.github.imagefeatures.job.cli;
