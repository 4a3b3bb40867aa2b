/** What a run leaves in its folder: each artifact writes, publishes and checks itself. */
package io.github.imagefeatures.job.artifact;
