/** Which builds of this program, and of what it stands on, a run is made with. */
package io.github.imagefeatures.job.versions;
