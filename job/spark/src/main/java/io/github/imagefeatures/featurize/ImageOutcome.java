package io.github.imagefeatures.featurize;

import io.github.imagefeatures.image.RejectedImageException;

/**
 * What came of an image: its features, or the reason why it has none; one of the two is null.
 *
 * @param image which one it is
 * @param features the numbers, all finite
 * @param rejection why there are none
 * @param warnings how often the decoder warned, 0 or more
 * @param seen what is known of it beside; null without features, and where nobody asks
 * @param <T> what tells an image from others
 */
record ImageOutcome<T>(
    T image, float[] features, RejectedImageException rejection, int warnings, SeenImage seen) {}
