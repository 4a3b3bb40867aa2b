/**
 * What a command shows: lines, progress, tables, help, answers as JSON; and what it receives:
 * signals, and where it runs.
 */
package io.github.imagefeatures.job.cli.console;
