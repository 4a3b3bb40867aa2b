/** Benchmarks of the job: what {@code make bench} runs. They report figures and assert none. */
package io.github.imagefeatures.bench;
