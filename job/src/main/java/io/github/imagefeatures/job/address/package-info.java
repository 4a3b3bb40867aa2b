/** What addresses may carry besides a place: credentials, which no file and no log may show. */
package io.github.imagefeatures.job.address;
