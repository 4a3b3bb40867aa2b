/**
 * The failures that end a command, with their exit codes and sentences, and what must not be shown
 * in a sentence: credentials. Every other room may use this one, and it uses none.
 */
package io.github.imagefeatures.failure;
