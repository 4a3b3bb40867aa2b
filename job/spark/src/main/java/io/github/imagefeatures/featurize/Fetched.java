package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.RejectedImageException;

/**
 * An image with its content, or with the reason why it cannot be had; one of the two is null.
 *
 * @param image which one it is
 * @param content its whole file
 * @param rejection why there is none
 * @param <T> what tells an image from others
 */
record Fetched<T>(T image, byte[] content, RejectedImageException rejection) {}
