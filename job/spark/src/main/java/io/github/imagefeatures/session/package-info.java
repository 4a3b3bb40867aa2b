/**
 * How a Spark session is set up for the other rooms: settings, and local files without checksum
 * files beside them.
 */
package io.github.imagefeatures.session;
