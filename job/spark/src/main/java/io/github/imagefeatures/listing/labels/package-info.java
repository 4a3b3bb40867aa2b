/** Labels and splits of images that a file names, in place of the names of folders. */
package io.github.imagefeatures.listing.labels;
