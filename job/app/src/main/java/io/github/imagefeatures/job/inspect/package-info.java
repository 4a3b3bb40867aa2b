/** Looks at finished runs: checks what a manifest claims, and compares two of them. */
package io.github.imagefeatures.job.inspect;
