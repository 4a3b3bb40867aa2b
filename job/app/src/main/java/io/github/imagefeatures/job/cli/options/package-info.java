/**
 * The options of the commands, in groups: from the command line, from environment variables and
 * from a properties file, names checked, every value with where it comes from.
 */
package io.github.imagefeatures.job.cli.options;
