/**
 * Options that are not on the command line: environment variables and a properties file, names
 * checked, every value with where it comes from.
 */
package io.github.imagefeatures.job.settings;
