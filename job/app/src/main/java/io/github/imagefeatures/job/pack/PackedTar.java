package io.github.imagefeatures.job.pack;

import java.io.Serializable;

/**
 * A tar that has been written.
 *
 * @param name its file's name
 * @param first the name of its first member
 * @param images how many images are in it
 * @param imageBytes bytes of its images
 * @param bytes the length of the tar
 * @param sha256 the SHA-256 of the tar
 * @param listedSha256 the SHA-256 of what the listing said of its images: paths, lengths and times
 * @serial exclude
 */
record PackedTar(
    String name,
    String first,
    long images,
    long imageBytes,
    long bytes,
    String sha256,
    String listedSha256)
    implements Serializable {}
