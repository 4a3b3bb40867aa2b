/** What a run would read, how long it would take and what it would cost, before it is made. */
package io.github.imagefeatures.job.estimate;
