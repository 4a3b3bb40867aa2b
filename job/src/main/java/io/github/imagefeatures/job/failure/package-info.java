/**
 * How the program fails: exceptions that carry their exit code and a sentence with the cure, and
 * the classifier that makes one of them of what anything else throws.
 *
 * <p>Every other package may use this one; it uses none but the one that masks credentials in
 * addresses.
 */
package io.github.imagefeatures.job.failure;
